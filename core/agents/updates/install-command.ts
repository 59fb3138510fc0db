import type { Artifact } from '../protocol/updates.ts'

/**
 * How a package is installed without a question, from the folder where it lies: one line for a shell, or for PowerShell as administrator.
 * `SERVER` and `TOKEN` stand for the console's address and a join token. The token never becomes a program's argument (`printf` belongs to
 * the shell): those everybody sees in the list of processes. What reads it: agent/packaging/scripts and windows.
 */
export const installCommand = ({ format, file }: Pick<Artifact, 'format' | 'file'>): string => {
  if (format === 'exe')
    return `$env:LICTOR_TOKEN='TOKEN'; Start-Process -Wait -FilePath .\\${file} -ArgumentList '/S', '/SERVER=SERVER'`
  if (format === 'tar.gz') {
    const folder = file.slice(0, -'.tar.gz'.length)
    return `tar -xzf ${file} && printf '%s' TOKEN | sudo ./${folder}/install.sh --server SERVER --token-file /dev/stdin`
  }
  const settings = '/etc/lictor-agent/enrol.conf'
  const install = format === 'deb' ? `apt-get install -y --reinstall ./${file}` : `rpm -U --replacepkgs ./${file}`
  return `printf 'LICTOR_SERVER=%s\\nLICTOR_TOKEN=%s\\n' SERVER TOKEN | sudo install -D -m 600 /dev/stdin ${settings} && sudo ${install}`
}
