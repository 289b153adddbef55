#!/bin/sh
# Makes what docker-compose.yml needs to keep secret, each in a file of its own: random, made once, never overwritten.
# The folder is closed to other users of this machine, also when it is there already; the files inside are readable so
# that the containers, which run as users of their own, can read the ones they are given. So are the files that the
# containers get from this folder, whatever mask the clone was made under.
set -eu
cd "$(dirname "$0")/.."
(umask 077 && mkdir -p secrets)
chmod 700 secrets
chmod -R a+rX grafana
for name in influx_admin_password influx_admin_token influx_liqmon_password influx_grafana_password \
            grafana_admin_password liqmon_api_key; do
    file="secrets/$name"
    [ -s "$file" ] || od -An -N24 -tx1 /dev/urandom | tr -d ' \n' > "$file"
    chmod 644 "$file"
done
echo "secrets/ is ready. Grafana's password for the user admin is in secrets/grafana_admin_password."
