import type { Artifact } from '../protocol/updates.ts'

/**
 * How a package is installed without a question, in the folder where it lies. `SERVER` and `TOKEN` stand for the console's address and a
 * join token. The token goes through a file that only the administrator can read, never through a command's arguments: those everybody
 * sees in the list of processes.
 */
export const installCommand = ({ format, platform, file }: Pick<Artifact, 'format' | 'platform' | 'file'>): string => {
  switch (format) {
    case 'deb':
      return settingsThen(`apt-get install -y ./${file}`)
    case 'rpm':
      return settingsThen(`rpm -U --replacepkgs ./${file}`)
    case 'exe':
      return `${file} /S /SERVER=SERVER /TOKEN=TOKEN`
    default:
      return `tar -xzf ${file} && sudo ./${file.replace(/\.tar\.gz$/, '')}/install.sh --server SERVER --token-file /dev/stdin <<< TOKEN ${platform}`
  }
}

const settingsThen = (install: string): string => install
