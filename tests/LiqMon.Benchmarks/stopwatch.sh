#!/bin/sh
# From a clone to the first screen, the first answer and the first report, as somebody new goes: sh stopwatch.sh [REPOSITORY]
set -eu
repository=${1:-$(git -C "$(dirname "$0")" rev-parse --show-toplevel)}
folder=$(mktemp -d)
port=$((20000 + $$ % 20000))
demo=
trap '[ -z "$demo" ] || kill "$demo" 2>/dev/null; rm -rf "$folder"' EXIT
began=$(date +%s.%N)
step() { printf '%-44s %6.1f s\n' "$1" "$(echo "$(date +%s.%N) - $began" | bc)"; }

git clone -q "$repository" "$folder/liqmon"
cd "$folder/liqmon"
step 'clone'
dotnet build -c Release --nologo -v q src/LiqMon >"$folder/build.log" 2>&1 || { cat "$folder/build.log"; exit 1; }
step 'built'
liqmon=src/LiqMon/bin/Release/net10.0/liqmon
"$liqmon" demo --listen "http://127.0.0.1:$port" >"$folder/demo.log" 2>&1 &
demo=$!
until grep -q 'simulated liquidations in' "$folder/demo.log"; do sleep 0.1; done
step 'a month of simulated past'
until curl -fs -o "$folder/page.html" "http://127.0.0.1:$port/"; do sleep 0.1; done
step 'first screen'
"$liqmon" squeeze BTC 7d --line --data liqmon-demo
step 'first answer'
"$liqmon" report weekly --format html --out "$folder" --data liqmon-demo
step 'first report'
echo "processor of the demo so far: $(ps -o cputimes= -p "$demo" | tr -d ' ') s"
