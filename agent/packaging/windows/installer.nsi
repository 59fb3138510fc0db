; The agent's installer for Windows: makensis -DVERSION=1.0.0 -DNUMBERS=1.0.0.0 -DOUTPUT=FILE installer.nsi, in a folder with lictor-agent.exe,
; service.exe, root.json, LICENCES.txt and README.txt.
;
;   /S  without a window            /SERVER=ADDRESS  /TOKEN=TOKEN or /TOKENFILE=PATH  /CAHASH=HASH   introduces it to a console
;   /D=FOLDER  (last)  program      /DATA=FOLDER     what it keeps      /NOSTART     /DOWNGRADE      /LOG=PATH
;
; Ends with 0; 1 it was given up; 2 something could not be done, and the log says what; 3 installed, but not introduced to a console.
Target amd64-unicode
Unicode true
SetCompressor /SOLID lzma
SetCompressorDictSize 32
RequestExecutionLevel admin
ManifestSupportedOS all
Name "Lictor agent"
Caption "Lictor agent ${VERSION}"
OutFile "${OUTPUT}"
InstallDir "$PROGRAMFILES64\LictorAgent"
; Where it was installed before, unless /D= says otherwise.
InstallDirRegKey HKLM "Software\Microsoft\Windows\CurrentVersion\Uninstall\LictorAgent" "InstallLocation"
ShowInstDetails nevershow
XPStyle on
VIProductVersion "${NUMBERS}"
VIAddVersionKey "ProductName" "Lictor agent"
VIAddVersionKey "FileDescription" "Lictor agent, installer"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "CompanyName" "Lictor"
VIAddVersionKey "LegalCopyright" "Lictor"

!include "FileFunc.nsh"
!include "LogicLib.nsh"
!include "WordFunc.nsh"

!define SERVICE "LictorAgent"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\LictorAgent"
; Of the installer's own words; the agent's go to its own log.
!define SAY '!insertmacro say'

Var data
Var log
Var server
Var token
Var caHash
Var code
Var before

Page directory
Page instfiles
UninstPage uninstConfirm
UninstPage instfiles

!macro say text
  DetailPrint "${text}"
  ${If} $log != ""
    FileOpen $9 "$log" a
    ${If} $9 != ""
      FileSeek $9 0 END
      FileWrite $9 "${text}$\r$\n"
      FileClose $9
    ${EndIf}
  ${EndIf}
!macroend

!macro run command
  nsExec::ExecToStack '${command}'
  Pop $0
  Pop $1
!macroend

; Whatever cannot be done ends it with 2.
!macro give_up text
  ${SAY} "${text}"
  SetErrorLevel 2
  MessageBox MB_OK|MB_ICONSTOP "${text}" /SD IDOK
  Quit
!macroend

; The service, and whatever it started, are gone when this is done: 30 seconds are more than the service takes.
!macro stop_service
  !insertmacro run '"$SYSDIR\sc.exe" stop ${SERVICE}'
  ${For} $2 1 30
    !insertmacro run '"$SYSDIR\cmd.exe" /c ""$SYSDIR\sc.exe" query ${SERVICE} | "$SYSDIR\find.exe" "STOPPED""'
    ${If} $0 == 0
      ${ExitFor}
    ${EndIf}
    !insertmacro run '"$SYSDIR\sc.exe" query ${SERVICE}'
    ${If} $0 == 1060
      ${ExitFor}
    ${EndIf}
    Sleep 1000
  ${Next}
!macroend

; Replaces a file by one with a line of text: the old or the new one, whatever happens. MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH
!macro write_pointer path text
  FileOpen $9 "${path}.new" w
  FileWrite $9 "${text}$\n"
  FileClose $9
  System::Call 'kernel32::MoveFileExW(w "${path}.new", w "${path}", i 9) i .r0'
!macroend

!macro read_pointer path into
  StrCpy ${into} ""
  FileOpen $9 "${path}" r
  ${If} $9 != ""
    FileRead $9 ${into}
    FileClose $9
    ${WordReplace} "${into}" "$\r" "" "+" ${into}
    ${WordReplace} "${into}" "$\n" "" "+" ${into}
  ${EndIf}
!macroend

; Puts the value of an option (/NAME=) into a variable, empty when it was not given. GetOptions ends a value at the next slash, and an
; address has some: here it ends at a space, or where its quotation mark is. /NAME="a b" is one way to write it, and "/NAME=a b" another:
; PowerShell makes this one of the first.
!macro value option into
  StrCpy $7 "$CMDLINE"
  StrCpy ${into} ""
  StrLen $4 " ${option}"
  ${Do}
    StrCpy $6 ""
    StrCpy $5 $7 $4
    ${If} $5 == " ${option}"
      StrCpy $7 $7 "" $4
      StrCpy $6 " "
      StrCpy $5 $7 1
      ${If} $5 == '"'
        StrCpy $6 '"'
        StrCpy $7 $7 "" 1
      ${EndIf}
    ${Else}
      IntOp $4 $4 + 1
      StrCpy $5 $7 $4
      ${If} $5 == ' "${option}'
        StrCpy $6 '"'
        StrCpy $7 $7 "" $4
      ${EndIf}
      IntOp $4 $4 - 1
    ${EndIf}
    ${If} $6 != ""
      ${Do}
        StrCpy $5 $7 1
        ${If} $5 == ""
        ${OrIf} $5 == $6
          ${ExitDo}
        ${EndIf}
        StrCpy ${into} "${into}$5"
        StrCpy $7 $7 "" 1
      ${Loop}
      ${ExitDo}
    ${EndIf}
    StrCpy $7 $7 "" 1
  ${LoopUntil} $7 == ""
!macroend

Function .onInit
  SetShellVarContext all
  SetRegView 64
  StrCpy $data "$APPDATA\Lictor Agent"
  ; Likewise.
  ReadRegStr $1 HKLM "${UNINSTALL}" "LictorData"
  ${If} $1 != ""
    StrCpy $data $1
  ${EndIf}
  !insertmacro value "/DATA=" $1
  ; A backslash before a quotation mark would be read together with it.
  ${Do}
    StrCpy $2 $1 1 -1
    ${If} $2 != "\"
      ${ExitDo}
    ${EndIf}
    StrCpy $1 $1 -1
  ${Loop}
  ${If} $1 != ""
    StrCpy $data $1
  ${EndIf}
  !insertmacro value "/LOG=" $log
  !insertmacro value "/SERVER=" $server
  !insertmacro value "/CAHASH=" $caHash
  !insertmacro value "/TOKEN=" $token
  ${If} $token == ""
    ReadEnvStr $token LICTOR_TOKEN
  ${EndIf}
  !insertmacro value "/TOKENFILE=" $1
  ${If} $1 != ""
    !insertmacro read_pointer "$1" $token
    ${If} $token == ""
      !insertmacro give_up "The token could not be read from $1. Nothing was changed."
    ${EndIf}
  ${EndIf}
FunctionEnd

Section
  SetOverwrite on
  ${SAY} "Lictor agent ${VERSION}, into $INSTDIR."
  !insertmacro read_pointer "$INSTDIR\current" $before

  ; Beside its place first: what is there stays whole until the new one runs.
  SetOutPath "$INSTDIR\versions\${VERSION}"
  ClearErrors
  File "/oname=new-lictor-agent.exe" "lictor-agent.exe"
  ${If} ${Errors}
    !insertmacro give_up "The program could not be written to $INSTDIR. What was installed before stays as it was."
  ${EndIf}
  SetOutPath "$INSTDIR"
  !insertmacro run '"$INSTDIR\versions\${VERSION}\new-lictor-agent.exe" --version'
  ${If} $0 != 0
    Delete "$INSTDIR\versions\${VERSION}\new-lictor-agent.exe"
    RMDir "$INSTDIR\versions\${VERSION}"
    !insertmacro give_up "The program does not run on this machine ($0). What was installed before stays as it was."
  ${EndIf}
  !insertmacro stop_service
  ; What looks for viruses may hold it for a moment.
  ${For} $2 1 20
    System::Call 'kernel32::MoveFileExW(w "$INSTDIR\versions\${VERSION}\new-lictor-agent.exe", w "$INSTDIR\versions\${VERSION}\lictor-agent.exe", i 9) i .r0'
    ${If} $0 != 0
      ${ExitFor}
    ${EndIf}
    Sleep 500
  ${Next}
  ${If} $0 == 0
    Delete "$INSTDIR\versions\${VERSION}\new-lictor-agent.exe"
    !insertmacro run '"$SYSDIR\sc.exe" start ${SERVICE}'
    !insertmacro give_up "Version ${VERSION} is in use and could not be replaced. End the agent, then install again."
  ${EndIf}
  File "service.exe"
  File "root.json"
  File "LICENCES.txt"
  File "README.txt"
  WriteUninstaller "$INSTDIR\uninstall.exe"

  ; A newer version that an update brought stays in use.
  ${GetParameters} $3
  ClearErrors
  ${GetOptions} $3 "/DOWNGRADE" $4
  StrCpy $5 "no"
  ${If} ${Errors}
  ${AndIf} $before != ""
  ${AndIf} ${FileExists} "$INSTDIR\versions\$before\lictor-agent.exe"
    ${VersionCompare} "$before" "${VERSION}" $4
    ${If} $4 == 1
      StrCpy $5 "yes"
    ${EndIf}
  ${EndIf}
  ${If} $5 == "yes"
  ${AndIf} ${FileExists} "$INSTDIR\launcher.exe"
    ${SAY} "Version $before, which is newer than ${VERSION}, stays in use."
  ${Else}
    Delete "$INSTDIR\launcher.exe"
    System::Call 'kernel32::CreateHardLinkW(w "$INSTDIR\launcher.exe", w "$INSTDIR\versions\${VERSION}\lictor-agent.exe", p 0) i .r0'
    ${If} $0 == 0
      CopyFiles /SILENT "$INSTDIR\versions\${VERSION}\lictor-agent.exe" "$INSTDIR\launcher.exe"
    ${EndIf}
    ${If} $before != "${VERSION}"
    ${AndIf} $5 == "no"
      Delete "$INSTDIR\previous"
      ${If} ${FileExists} "$INSTDIR\versions\$before\lictor-agent.exe"
        !insertmacro write_pointer "$INSTDIR\previous" "$before"
      ${EndIf}
      !insertmacro write_pointer "$INSTDIR\current" "${VERSION}"
    ${EndIf}
  ${EndIf}

  ; Its identity and its credential: for the system and its administrators, by their numbers, which hold in every language.
  ; Everybody may make folders where it lies by default: whoever made this one first must not keep it.
  CreateDirectory "$data"
  !insertmacro run '"$SYSDIR\icacls.exe" "$data" /setowner "*S-1-5-32-544" /T /C /L /Q'
  !insertmacro run '"$SYSDIR\icacls.exe" "$data\*" /reset /T /C /L /Q'
  !insertmacro run '"$SYSDIR\icacls.exe" "$data" /inheritance:r /grant:r "*S-1-5-18:(OI)(CI)F" "*S-1-5-32-544:(OI)(CI)F"'
  ${If} $0 != 0
    ${SAY} "The rights of $data could not be set ($0): $1"
  ${EndIf}

  StrCpy $code 0
  ${If} $token != ""
  ${AndIfNot} ${FileExists} "$data\enrolment.json"
    ; In the environment: the list of processes shows arguments.
    System::Call 'kernel32::SetEnvironmentVariableW(w "LICTOR_TOKEN", w "$token")'
    System::Call 'kernel32::SetEnvironmentVariableW(w "LICTOR_SERVER", w "$server")'
    System::Call 'kernel32::SetEnvironmentVariableW(w "LICTOR_CAHASH", w "$caHash")'
    !insertmacro run '"$INSTDIR\launcher.exe" enrol --data "$data"'
    ${SAY} "$1"
    ${If} $0 != 0
      ${SAY} "Installed, but not introduced to a console."
      StrCpy $code 3
    ${EndIf}
    System::Call 'kernel32::SetEnvironmentVariableW(w "LICTOR_TOKEN", p 0)'
  ${EndIf}

  ; A service that is there is changed: it may not be gone for good as long as somebody looks at it.
  StrCpy $6 `binPath= "\"$INSTDIR\service.exe\" \"$data\"" start= delayed-auto obj= LocalSystem DisplayName= "Lictor agent"`
  !insertmacro run `"$SYSDIR\sc.exe" create ${SERVICE} $6`
  ${If} $0 != 0
    !insertmacro run `"$SYSDIR\sc.exe" config ${SERVICE} $6`
    ${If} $0 != 0
      ${SAY} "The service could not be made or changed ($0): $1"
      StrCpy $code 2
    ${EndIf}
  ${EndIf}
  !insertmacro run `"$SYSDIR\sc.exe" description ${SERVICE} "Collects on this machine what its Lictor console asks for, and reports it."`
  !insertmacro run `"$SYSDIR\sc.exe" failure ${SERVICE} reset= 3600 actions= restart/5000/restart/30000/restart/60000`
  !insertmacro run `"$SYSDIR\sc.exe" failureflag ${SERVICE} 1`
  ${GetParameters} $3
  ClearErrors
  ${GetOptions} $3 "/NOSTART" $4
  ${If} ${Errors}
  ${AndIf} ${FileExists} "$data\enrolment.json"
    !insertmacro run '"$SYSDIR\sc.exe" start ${SERVICE}'
    ${If} $0 != 0
      ${SAY} "The service was not started ($0): $1"
      StrCpy $code 2
    ${EndIf}
  ${EndIf}

  WriteRegStr HKLM "${UNINSTALL}" "DisplayName" "Lictor agent"
  WriteRegStr HKLM "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKLM "${UNINSTALL}" "Publisher" "Lictor"
  WriteRegStr HKLM "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKLM "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKLM "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegStr HKLM "${UNINSTALL}" "LictorData" "$data"
  WriteRegDWORD HKLM "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKLM "${UNINSTALL}" "NoRepair" 1
  ${SAY} "Done."
  SetErrorLevel $code
SectionEnd

Function un.onInit
  SetShellVarContext all
  SetRegView 64
  ReadRegStr $data HKLM "${UNINSTALL}" "LictorData"
  !insertmacro value "/LOG=" $log
FunctionEnd

Section "Uninstall"
  !insertmacro stop_service
  !insertmacro run '"$SYSDIR\sc.exe" delete ${SERVICE}'
  RMDir /r "$INSTDIR\versions"
  Delete "$INSTDIR\launcher.exe"
  Delete "$INSTDIR\service.exe"
  Delete "$INSTDIR\current"
  Delete "$INSTDIR\previous"
  Delete "$INSTDIR\root.json"
  Delete "$INSTDIR\LICENCES.txt"
  Delete "$INSTDIR\README.txt"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  ${GetParameters} $0
  ClearErrors
  ${GetOptions} $0 "/PURGE" $1
  ${IfNot} ${Errors}
  ${AndIf} $data != ""
    RMDir /r "$data"
  ${EndIf}
  DeleteRegKey HKLM "${UNINSTALL}"
  ${If} ${FileExists} "$INSTDIR\versions\*.*"
    ${SAY} "Not everything could be removed from $INSTDIR: end what uses it, and remove the folder."
    SetErrorLevel 2
  ${EndIf}
SectionEnd
