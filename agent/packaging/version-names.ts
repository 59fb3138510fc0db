/** `1.2.0-beta.1` comes before `1.2.0`, which a tilde says to dpkg and rpm. A further hyphen would begin what they call a revision. */
export const packageVersion = (version: string): string => version.replace('-', '~').replaceAll('-', '.')
