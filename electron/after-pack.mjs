// electron-builder's hook between packing and signing: switches off what Electron can do and this application never needs.
import { join } from 'node:path'
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses'

/** electron-builder's number for this processor. */
const arm64 = 3

/** Every fuse has a value, and a new one in a later Electron stops the packaging until it has one too. */
export const fuses = {
  version: FuseVersion.V1,
  strictlyRequireAllFuses: true,
  [FuseV1Options.RunAsNode]: false,
  [FuseV1Options.EnableCookieEncryption]: true,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: false,
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  [FuseV1Options.WasmTrapHandlers]: true,
}

export const afterPack = async ({ appOutDir, electronPlatformName, arch, packager }) => {
  const isMac = electronPlatformName === 'darwin'
  const name = electronPlatformName === 'linux' ? packager.executableName : packager.appInfo.productFilename
  const extension = isMac ? '.app' : electronPlatformName === 'win32' ? '.exe' : ''
  // Changed bytes break the ad-hoc signature without which no program starts on Apple's own processors.
  await flipFuses(join(appOutDir, `${name}${extension}`), {
    ...fuses,
    resetAdHocDarwinSignature: isMac && arch === arm64,
  })
}
