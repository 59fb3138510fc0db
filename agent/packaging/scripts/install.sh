# Installs, updates or removes the agent from the folder of this script. Run again, it repairs.

usage() {
  cat <<'TEXT'
Usage: install.sh [--server ADDRESS] [--token-file FILE] [--root FOLDER] [--data FOLDER]
                  [--no-service] [--no-start] [--downgrade]
       install.sh --uninstall [--purge] [--root FOLDER] [--data FOLDER]

  --server ADDRESS   the console: https://NAME:PORT, or the path of its local socket
  --token-file FILE  file with the join token; or put the token into the environment as LICTOR_TOKEN
  --root FOLDER      where the program goes
  --data FOLDER      where the agent keeps its identity, its spool and its log
  --no-service       do not make it a service; with --root and --data this needs no administrator
  --no-start         make it a service, but do not start it now
  --downgrade        use this version although a newer one is installed
  --uninstall        remove program and service; the data stays
  --purge            with --uninstall: the data goes too
TEXT
}

fail() { say "$1"; exit "${2:-1}"; }

here=$(cd "$(dirname "$0")" && pwd)
version=@VERSION@
system=$(uname -s)
root=/opt/lictor-agent data=/var/lib/lictor-agent user=lictor-agent unit=/etc/systemd/system/lictor-agent.service
if [ "$system" = Darwin ]; then
  root=/usr/local/lictor-agent data='/Library/Application Support/Lictor Agent' user=''
  unit=/Library/LaunchDaemons/io.lictor.agent.plist
fi
service=yes start=yes direction='' uninstall=no purge=no token_file=''

while [ $# -gt 0 ]; do
  case $1 in
    --server | --token-file | --root | --data) [ $# -gt 1 ] || fail "$1 needs a value" 2 ;;
  esac
  case $1 in
    --server) export LICTOR_SERVER="$2"; shift ;;
    --token-file) token_file=$2; shift ;;
    --root) root=$2; shift ;;
    --data) data=$2; shift ;;
    --no-service) service=no ;;
    --no-start) start=no ;;
    --downgrade) direction=downgrade ;;
    --uninstall) uninstall=yes ;;
    --purge) purge=yes ;;
    --help) usage; exit 0 ;;
    *) usage >&2; fail "$1 is not understood; nothing was changed" 2 ;;
  esac
  shift
done
case $root in /?*) ;; *) fail "--root takes a path from the root of the file system; nothing was changed" 2 ;; esac
case $data in /?*) ;; *) fail "--data takes a path from the root of the file system; nothing was changed" 2 ;; esac

if [ "$(id -u)" != 0 ]; then
  [ "$service" = no ] || fail "a service needs an administrator: use sudo, or --no-service with --root and --data; nothing was changed"
fi
# Without a service it is the program of whoever installs it.
[ "$service" = yes ] || user=''

stop_service() {
  [ "$service" = yes ] && [ -f "$unit" ] || return 0
  if [ "$system" = Darwin ]; then launchctl bootout system "$unit" 2>/dev/null || true; else
    systemctl stop lictor-agent.service 2>/dev/null || true
  fi
}

if [ "$uninstall" = yes ]; then
  stop_service
  if [ "$service" = yes ] && [ -f "$unit" ]; then
    [ "$system" = Darwin ] || systemctl disable --quiet lictor-agent.service 2>/dev/null || true
    rm -f "$unit"
  fi
  # Only what an agent is made of: the folder may have been named by mistake.
  rm -rf "$root/versions" "$root/current" "$root/previous" "$root/launcher" "$root/root.json"
  rmdir "$root" 2>/dev/null || true
  if [ "$purge" = yes ]; then
    if [ -e "$data/identity.json" ] || [ -e "$data/agent.log" ]; then rm -rf "$data"; fi
    if [ -n "$user" ] && id "$user" >/dev/null 2>&1; then userdel "$user" || true; fi
    say "removed, with its data"
  else
    say "removed; its data stays in $data"
  fi
  exit 0
fi

if [ -n "$token_file" ]; then
  LICTOR_TOKEN=$(cat "$token_file") || fail "the token could not be read; nothing was changed" 2
  export LICTOR_TOKEN
fi

if [ -n "$user" ]; then ensure_user "$user" "$data"; prepare_folders "$root" "$data" "$user"; else
  mkdir -p "$root/versions" "$data"
  chmod 0700 "$data"
fi

# Beside the place first: a running version is never written over.
folder="$root/versions/$version"
draft=$(mktemp -d "$root/versions/.new.XXXXXX")
cp "$here/lictor-agent" "$here/LICENCES" "$here/root.json" "$draft"
chmod 0755 "$draft" "$draft/lictor-agent"
chmod 0644 "$draft/LICENCES" "$draft/root.json"
if [ "$system" = Darwin ]; then xattr -d com.apple.quarantine "$draft/lictor-agent" 2>/dev/null || true; fi
if ! "$draft/lictor-agent" --version >/dev/null; then
  rm -rf "$draft"
  fail "the program does not run on this machine; what was installed before stays as it was"
fi
mv -f "$draft/root.json" "$root/root.json"
stop_service
# A folder of ours is repaired file by file, so that there is a program at each instant; one that an update made is replaced.
[ -d "$folder" ] && [ ! -O "$folder" ] && rm -rf "$folder"
mkdir -p "$folder"
chmod 0755 "$folder"
mv -f "$draft/LICENCES" "$folder/LICENCES"
mv -f "$draft/lictor-agent" "$folder/lictor-agent"
rmdir "$draft"
use_version "$root" "$version" "$user" "$direction"

code=0
if [ -n "${LICTOR_TOKEN:-}" ] && [ ! -s "$data/enrolment.json" ]; then
  enrol_agent "$root" "$data" "$user" || { say "installed, but not introduced to a console: the line above says why"; code=3; }
fi

if [ "$service" = yes ]; then
  template="$here/lictor-agent.service"
  [ "$system" = Darwin ] && template="$here/io.lictor.agent.plist"
  escaped_root=$(printf '%s' "$root" | sed 's/[&|\\]/\\&/g')
  escaped_data=$(printf '%s' "$data" | sed 's/[&|\\]/\\&/g')
  mkdir -p "$(dirname "$unit")"
  sed -e "s|@ROOT@|$escaped_root|g" -e "s|@DATA@|$escaped_data|g" -e "s|@USER@|$user|g" "$template" >"$unit.new"
  chmod 0644 "$unit.new"
  mv -f "$unit.new" "$unit"
  if [ "$system" = Darwin ]; then
    [ "$start" = no ] || [ ! -s "$data/enrolment.json" ] || launchctl bootstrap system "$unit"
  elif [ -d /run/systemd/system ]; then
    systemctl daemon-reload
    systemctl enable --quiet lictor-agent.service
    [ "$start" = no ] || [ ! -s "$data/enrolment.json" ] || systemctl restart lictor-agent.service
  fi
fi
[ -s "$data/enrolment.json" ] || say "next: LICTOR_TOKEN=TOKEN $root/versions/$version/lictor-agent enrol --server ADDRESS --data $data"
say "version $(cat "$root/current") is installed in $root"
exit $code
