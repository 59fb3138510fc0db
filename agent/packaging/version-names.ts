/** `1.2.0-beta.1` comes before `1.2.0`, which a tilde says to dpkg and rpm. */
export const packageVersion = (version: string): string => version.replace('-', '~')
