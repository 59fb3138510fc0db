/** The licence servers that arguments of a status program name: `-c 27000@lic02,@lic03`, `-host lic04`. Files and everything else are left out. */
export const serversIn = (values: readonly string[]): readonly string[] => {
  const servers = new Set<string>()
  for (const [index, value] of values.entries()) {
    if (values[index - 1] === '-host') servers.add(value)
    for (const part of value.split(/[,;:]/)) if (/^\d{0,5}@[\w.-]+$/.test(part)) servers.add(part)
  }
  return [...servers].map((server) => server.slice(0, 255))
}
