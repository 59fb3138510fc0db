# Installs, updates or removes the agent from the folder of this script. Run again, it repairs.

usage() {
  cat <<'TEXT'
Usage: install.sh [--server ADDRESS] [--token-file FILE] [--root FOLDER] [--data FOLDER]
                  [--no-service] [--no-start] [--downgrade]
       install.sh --uninstall [--purge] [--root FOLDER] [--data FOLDER]

  --server ADDRESS   the console: https://NAME:PORT, or the path of its local socket
  --token-file FILE  file with the join token; or put the token into the environment as LICTOR_TOKEN
  --root FOLDER      where the program goes; without it where the service has it, else the usual place
  --data FOLDER      where the agent keeps its identity, its spool and its log; likewise
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
usual_root=/opt/lictor-agent usual_data=/var/lib/lictor-agent user=lictor-agent unit=/etc/systemd/system/lictor-agent.service
if [ "$system" = Darwin ]; then
  usual_root=/usr/local/lictor-agent usual_data='/Library/Application Support/Lictor Agent' user=''
  unit=/Library/LaunchDaemons/io.lictor.agent.plist
fi
root='' data='' service=yes start=yes direction='' uninstall=no purge=no token_file=''

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

# What follows option $1 (root, data) in the service file that an earlier installation wrote.
of_service() {
  [ "$service" = yes ] && [ -f "$unit" ] || return 0
  if [ "$system" = Darwin ]; then
    sed -n "/<string>--$1</{n;s|^ *<string>\\(.*\\)</string>\$|\\1|p;}" "$unit"
  else
    sed -n "s|^ExecStart=.* --$1 \"\\([^\"]*\\)\".*\$|\\1|p" "$unit"
  fi
}
[ -n "$root" ] || root=$(of_service root)
[ -n "$data" ] || data=$(of_service data)
root=${root:-$usual_root} data=${data:-$usual_data}
case $root in /?*) ;; *) fail "--root takes a path from the root of the file system; nothing was changed" 2 ;; esac
case $data in /?*) ;; *) fail "--data takes a path from the root of the file system; nothing was changed" 2 ;; esac

# Whether folder $1 is there, and not empty, and holds none of the names that follow.
is_foreign() {
  [ -d "$1" ] && [ -n "$(ls -A "$1")" ] || return 1
  folder=$1
  shift
  for name in "$@"; do [ ! -e "$folder/$name" ] || return 1; done
}
names_of_data='collectors identity.json enrolment.json agent.log launcher.log service.log'
# Rights and owner of these two are set: not those of a folder that was named by mistake.
if [ "$uninstall" = no ]; then
  if is_foreign "$root" versions launcher current; then fail "$root holds something else than an agent; nothing was changed" 2; fi
  if is_foreign "$data" $names_of_data; then
    fail "$data holds something else than the data of an agent; nothing was changed" 2
  fi
fi
if [ "$service" = yes ]; then
  case $root$data in *[\"\\%\$\&\<\>]*) fail "a service cannot be told paths with one of \" \\ % \$ & < >; nothing was changed" 2 ;; esac
fi

if [ "$(id -u)" != 0 ]; then
  [ "$service" = no ] || fail "a service needs an administrator: use sudo, or --no-service with --root and --data; nothing was changed"
fi
# Without a service it is the program of whoever installs it.
[ "$service" = yes ] || user=''
if [ -e "$root/packaged" ]; then
  fail "a package manager put the agent into $root: update it with a newer package, remove it with apt-get remove or rpm -e; nothing was changed"
fi

stop_service() {
  [ "$service" = yes ] && [ -f "$unit" ] || return 0
  if [ "$system" = Darwin ]; then launchctl bootout system "$unit" 2>/dev/null || true; else
    systemctl stop lictor-agent.service 2>/dev/null || true
  fi
}

# A service that was just ended may not be gone yet, and is not taken until then.
start_daemon() {
  for _ in 1 2 3 4 5 6 7 8 9; do
    launchctl bootstrap system "$unit" 2>/dev/null && return 0
    sleep 2
  done
  launchctl bootstrap system "$unit"
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
  if [ "$system" != Darwin ] && [ "$service" = yes ] && [ -d /run/systemd/system ]; then systemctl daemon-reload || true; fi
  if [ "$purge" = yes ]; then
    # Likewise.
    if [ -d "$data" ] && ! is_foreign "$data" $names_of_data; then rm -rf "$data"; fi
    if [ -n "$user" ] && id "$user" >/dev/null 2>&1; then userdel "$user" || true; fi
  fi
  if [ ! -d "$data" ]; then say "removed, with its data"; elif [ "$purge" = no ]; then say "removed; its data stays in $data"; else
    say "removed; $data is not what an agent keeps, and stays"
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
# Whatever ends it early leaves nothing half done.
trap 'rm -rf "$draft"' EXIT
trap 'exit 1' HUP INT TERM
if ! cp "$here/lictor-agent" "$here/LICENCES" "$here/root.json" "$draft"; then
  fail "the program could not be put into $root; what was installed before stays as it was"
fi
chmod 0755 "$draft" "$draft/lictor-agent"
chmod 0644 "$draft/LICENCES" "$draft/root.json"
if [ "$system" = Darwin ]; then xattr -d com.apple.quarantine "$draft/lictor-agent" 2>/dev/null || true; fi
if ! "$draft/lictor-agent" --version >/dev/null; then
  fail "the program does not run on this machine; what was installed before stays as it was"
fi
mv -f "$draft/root.json" "$root/root.json"
stop_service
# A folder of ours is repaired file by file, so that there is a program at each instant; what an update made is replaced.
if [ -L "$folder" ] || { [ -e "$folder" ] && [ ! -O "$folder" ]; }; then rm -rf "$folder"; fi
mkdir -p "$folder"
chmod 0755 "$folder"
mv -f "$draft/LICENCES" "$folder/LICENCES"
mv -f "$draft/lictor-agent" "$folder/lictor-agent"
rmdir "$draft"
use_version "$root" "$version" "$user" "$direction"
remove_unused "$root"

code=0
if [ -n "${LICTOR_TOKEN:-}" ]; then
  if [ -s "$data/enrolment.json" ]; then
    say "this machine is introduced to a console already; the token was not used"
  elif ! enrol_agent "$root" "$data" "$user"; then
    say "installed, but not introduced to a console: the line above says why"
    code=3
  fi
fi

if [ "$service" = yes ]; then
  template="$here/lictor-agent.service"
  [ "$system" = Darwin ] && template="$here/io.lictor.agent.plist"
  escaped_root=$(printf '%s' "$root" | sed 's/|/\\|/g')
  escaped_data=$(printf '%s' "$data" | sed 's/|/\\|/g')
  mkdir -p "$(dirname "$unit")"
  sed -e "s|@ROOT@|$escaped_root|g" -e "s|@DATA@|$escaped_data|g" -e "s|@USER@|$user|g" "$template" >"$unit.new"
  chmod 0644 "$unit.new"
  mv -f "$unit.new" "$unit"
  [ -s "$data/enrolment.json" ] || start=no
  if [ "$system" = Darwin ]; then
    [ "$start" = no ] || start_daemon || { say "the service did not start: the line above says why"; code=1; }
  elif [ -d /run/systemd/system ]; then
    systemctl daemon-reload && systemctl enable --quiet lictor-agent.service || { say "the service was not switched on"; code=1; }
    [ "$start" = no ] || systemctl restart lictor-agent.service || {
      say "the service did not start: journalctl -u lictor-agent says why"
      code=1
    }
  fi
fi
# Run by hand, as whoever installs, `enrol` would leave files that the service may not write to.
[ -s "$data/enrolment.json" ] || say "next: run this again, with --server ADDRESS and the join token in LICTOR_TOKEN or --token-file"
say "version $(cat "$root/current") is installed in $root"
exit $code
