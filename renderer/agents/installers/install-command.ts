import { powershellQuoted, shellQuoted } from '../agent-commands.ts'

/**
 * Puts a join token and the console's address into a package's command. In the shell's they are quoted; in PowerShell's they stand inside
 * single quotes already, the address in an argument of the installer.
 */
export const filledCommand = (command: string, isWindows: boolean, server: string, token: string): string => {
  const quoted = isWindows ? (text: string) => powershellQuoted(text).slice(1, -1) : shellQuoted
  // `LICTOR_TOKEN` and `/SERVER=` stay.
  return command.replace(/\bTOKEN\b|\bSERVER\b(?!=)/g, (word) => quoted(word === 'TOKEN' ? token : server))
}
