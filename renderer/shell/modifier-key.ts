/** How the key of commands is written on this keyboard. */
export const modifierKey: string = /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘' : 'Ctrl'
