#!/usr/bin/env bash
# Writes deploy/compose/.env: what .env.example says, with a random password for every name that ends in _PASS.
# A file that is there already stays as it is: the database knows the passwords in it.
#   scripts/compose-env.sh [folder]
set -euo pipefail
folder=${1:-$(dirname "$0")/../deploy/compose}
file=$folder/.env

# 32 bytes of the system's random source, in letters that need no quoting anywhere.
password() { od -An -N32 -tx1 /dev/urandom | tr -d ' \n'; }

if [ -e "$file" ]; then
    echo "$file is there already and stays as it is."
    exit 0
fi
umask 077
new=$(mktemp "$folder/.env.XXXXXX")
trap 'rm -f "$new"' EXIT
while IFS= read -r line; do
    case $line in
        [A-Z]*_PASS=) line=$line$(password) ;;
    esac
    printf '%s\n' "$line"
done <"$folder/.env.example" >"$new"
# A link is never made over a file that appeared in the meantime.
ln "$new" "$file"
echo "Wrote $file, which only you can read. Keep a copy of it: a restored database asks for these passwords."
