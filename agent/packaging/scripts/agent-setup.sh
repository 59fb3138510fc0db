# What all installers of the agent do, whatever carries them: put before the script of each when it is packed.

say() { printf '%s\n' "lictor-agent: $*" >&2; }

# Whether version $1 is newer than version $2; a version with a suffix comes before the one without.
is_newer() {
  [ "$1" != "$2" ] && awk -v a="$1" -v b="$2" 'BEGIN {
    split(a, x, "-"); split(b, y, "-")
    split(x[1], m, "."); split(y[1], n, ".")
    for (i = 1; i <= 3; i++) if (m[i] + 0 != n[i] + 0) exit !(m[i] + 0 > n[i] + 0)
    left = substr(a, length(x[1]) + 2); right = substr(b, length(y[1]) + 2)
    if (left == "" || right == "") exit !(left == "" && right != "")
    exit !(left > right)
  }'
}

# Renames file $1 to $2, whatever stands there: the agent may have put a folder or a link there, and root must not be led elsewhere by it.
put_in_place() {
  if [ -d "$2" ] && [ ! -L "$2" ]; then rm -rf "$2"; fi
  if [ "$(uname -s)" = Darwin ]; then mv -fh "$1" "$2"; else mv -fT "$1" "$2"; fi
}

# Replaces file $1 by one with line $2, owned by $3: it is the old or the new one whatever happens. What is made as root is made in a
# folder that nobody else can write to: the agent may write beside it.
write_pointer() {
  draft=$(mktemp -d "$1.XXXXXX")
  printf '%s\n' "$2" >"$draft/pointer"
  chmod 0644 "$draft/pointer"
  [ -z "$3" ] || chown "$3:$3" "$draft/pointer"
  sync
  put_in_place "$draft/pointer" "$1"
  rmdir "$draft"
  sync
}

# Puts the program at path $2 into root $1 as the launcher.
write_launcher() {
  draft=$(mktemp -d "$1/launcher.XXXXXX")
  ln "$2" "$draft/launcher" 2>/dev/null || cp "$2" "$draft/launcher"
  put_in_place "$draft/launcher" "$1/launcher"
  rmdir "$draft"
}

# Makes version $2 below root $1 the one that runs, for user $3. A newer one that an update brought stays, unless $4 is "downgrade".
use_version() {
  current=$(cat "$1/current" 2>/dev/null || true)
  is_there=no
  [ -n "$current" ] && [ -x "$1/versions/$current/lictor-agent" ] && is_there=yes
  if [ "$is_there" = yes ] && [ "$4" != downgrade ] && is_newer "$current" "$2"; then
    [ -x "$1/launcher" ] || write_launcher "$1" "$1/versions/$2/lictor-agent"
    say "version $current, which is newer than $2, stays in use"
    return 0
  fi
  write_launcher "$1" "$1/versions/$2/lictor-agent"
  [ "$current" != "$2" ] || return 0
  if [ "$is_there" = yes ]; then write_pointer "$1/previous" "$current" "$3"; else rm -f "$1/previous"; fi
  write_pointer "$1/current" "$2" "$3"
}

# Removes versions below root $1 that are neither run nor gone back to: the agent cannot take away what root put there.
remove_unused() {
  kept_current=$(cat "$1/current" 2>/dev/null || true) kept_previous=$(cat "$1/previous" 2>/dev/null || true)
  for unused in "$1"/versions/*; do
    case ${unused##*/} in "$kept_current" | "$kept_previous" | '*') ;; *) rm -rf "$unused" ;; esac
  done
}

# User $1, for whom nobody can log in, with home $2.
ensure_user() {
  id "$1" >/dev/null 2>&1 && return 0
  useradd --system --user-group --home-dir "$2" --no-create-home --shell /usr/sbin/nologin --comment 'Lictor agent' "$1"
}

# Root $1 and data folder $2 of user $3. Sticky: the agent adds versions and turns the pointer, and cannot take away what root put there.
prepare_folders() {
  mkdir -p "$1/versions" "$2"
  chown "root:$3" "$1" "$1/versions"
  chmod 1775 "$1" "$1/versions"
  chown "$3:$3" "$2"
  chmod 0700 "$2"
}

# Introduces the agent below root $1 with data $2, as user $3, to the console that LICTOR_SERVER and LICTOR_TOKEN name. The token is
# in the environment alone, which nobody else can read; the list of processes would show it.
enrol_agent() {
  if [ -n "$3" ] && [ -S "${LICTOR_SERVER:-}" ] && ! setpriv --reuid="$3" --regid="$3" --clear-groups test -w "$LICTOR_SERVER"; then
    say "the service runs as user $3, who may not connect to $LICTOR_SERVER: name the console by its address, https://NAME:PORT"
    return 1
  fi
  program="$1/versions/$(cat "$1/current")/lictor-agent"
  if [ -z "$3" ]; then "$program" enrol --data "$2"; else
    setpriv --reuid="$3" --regid="$3" --clear-groups "$program" enrol --data "$2"
  fi
}

# Takes LICTOR_SERVER and LICTOR_TOKEN from file $1, if it is there and nobody but its owner can read it.
read_enrolment_file() {
  [ -f "$1" ] || return 0
  if [ -n "$(find "$1" -perm /077 2>/dev/null)" ]; then
    say "$1 can be read by others and was not used; make it chmod 600"
    return 0
  fi
  carriage_return=$(printf '\r')
  # The last line may have no end, and lines may end as on Windows.
  while IFS='=' read -r name value || [ -n "$name" ]; do
    value=${value%"$carriage_return"}
    case $name in
      LICTOR_SERVER) export LICTOR_SERVER="$value" ;;
      LICTOR_TOKEN) export LICTOR_TOKEN="$value" ;;
      LICTOR_CAHASH) export LICTOR_CAHASH="$value" ;;
    esac
  done <"$1"
}
