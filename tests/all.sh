#!/usr/bin/env bash
# Builds everything, checks the format and runs every test. Needs the .NET SDK and, on Debian, root or sudo for what
# is still missing. The last line is "N passed, N failed, N skipped"; the exit code is 0 when all ran and none failed.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en MSBUILDDISABLENODEREUSE=1
results=$PWD/TestResults
passed=0 failed=0 skipped=0 broken=()

finish() {
    local name
    if [ ${#broken[@]} -gt 0 ]; then
        printf '\nFailed:\n'
        for name in "${broken[@]}"; do printf '  %s\n' "$name"; done
    fi
    [ $((passed + failed)) -gt 0 ] || echo 'No test ran.'
    echo "$passed passed, $failed failed, $skipped skipped"
    [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
    exit
}

step() { printf '\n== %s\n' "$1"; }

fail() {
    failed=$((failed + 1))
    broken+=("$1")
}

as_root() { if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi; }

install_missing() {
    local missing=()
    command -v chromium >/dev/null || missing+=(chromium)
    [ -d /usr/share/fonts/opentype/noto ] && ls /usr/share/fonts/opentype/noto/*CJK* >/dev/null 2>&1 || missing+=(fonts-noto-cjk)
    [ -d /usr/share/zoneinfo/America ] || missing+=(tzdata)
    command -v node >/dev/null || missing+=(nodejs)
    command -v npm >/dev/null || missing+=(npm)
    ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing+=(postgresql)
    [ -x /usr/lib/rabbitmq/bin/rabbitmq-server ] || missing+=(rabbitmq-server)
    [ ${#missing[@]} -eq 0 ] && return 0

    step "Installing ${missing[*]}"
    export DEBIAN_FRONTEND=noninteractive
    as_root apt-get update -q || return 1
    # The tests start servers of their own; Debian shall not start one beside them.
    case " ${missing[*]} " in
    *' postgresql '*)
        as_root apt-get install -qy --no-install-recommends postgresql-common || return 1
        as_root sed -i 's/^#\?create_main_cluster *=.*/create_main_cluster = false/' /etc/postgresql-common/createcluster.conf
        ;;
    esac
    # Nor a message broker: this asks Debian to start nothing while it installs.
    local policy=/usr/sbin/policy-rc.d status
    [ -e "$policy" ] || { printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null && as_root chmod +x "$policy" || return 1; local ours=yes; }
    as_root apt-get install -qy --no-install-recommends "${missing[@]}"
    status=$?
    [ -z "${ours:-}" ] || as_root rm -f "$policy"
    return "$status"
}

install_node_packages() {
    local lock=tests/OrderGuard.EndToEnd.Tests/node/package-lock.json
    local stamp=tests/OrderGuard.EndToEnd.Tests/node/node_modules/.package-lock.json
    [ "$stamp" -nt "$lock" ] || npm ci --prefix "$(dirname "$lock")" --no-audit --no-fund --loglevel=error
}

# Counts from the result file of one test project; a run that broke off counts as a failure of its own.
count() {
    local project=$1 exit_code=$2 trx=$3 total=0 executed=0 ok=0 name before=$failed
    if [ -f "$trx" ]; then
        read -r total executed ok < <(sed -nE 's/.*<Counters total="([0-9]+)" executed="([0-9]+)" passed="([0-9]+)".*/\1 \2 \3/p' "$trx")
        passed=$((passed + ${ok:-0}))
        skipped=$((skipped + ${total:-0} - ${executed:-0}))
        while IFS= read -r name; do fail "$name"; done < <(
            grep -o '<UnitTestResult [^>]*>' "$trx" | grep ' outcome="Failed"' | sed -E 's/.* testName="([^"]*)".*/\1/' |
                sed 's/&quot;/"/g; s/&lt;/</g; s/&gt;/>/g; s/&#xA;/ /g; s/&amp;/\&/g')
    fi
    if [ "$exit_code" -ne 0 ] && [ "$failed" -eq "$before" ]; then fail "$project: the run broke off with code $exit_code"; fi
    if [ "${total:-0}" -eq 0 ] && [ "$exit_code" -eq 0 ]; then echo "$project has no test."; fi
}

install_missing || { fail 'Installing what is missing from Debian'; finish; }

step 'Restore'
install_node_packages || { fail 'npm ci'; finish; }
dotnet tool restore -v q || { fail 'dotnet tool restore'; finish; }
dotnet restore -v q || { fail 'dotnet restore'; finish; }

# One compiler for all projects, which is sent home again: it would keep the output of whoever waits for this script.
step 'Build'
dotnet build --no-restore -v q -clp:NoSummary -p:UseSharedCompilation=true || { fail 'dotnet build'; finish; }
dotnet build-server shutdown --vbcscompiler >/dev/null

# Style and analysers have failed the build already where they had to; what is left is white space.
step 'Format'
dotnet format whitespace --verify-no-changes --no-restore || fail 'dotnet format whitespace --verify-no-changes'

rm -rf "$results"
mkdir -p "$results"
run() {
    local project=$1 name=$2
    shift 2
    dotnet test "$project" --no-build "$@" --results-directory "$results" --logger "trx;LogFileName=$name.trx" --logger 'console;verbosity=minimal' >"$results/$name.log" 2>&1
    echo $? >"$results/$name.exit"
}

tell() {
    local name=$1
    step "$name"
    cat "$results/$name.log"
    count "$name" "$(cat "$results/$name.exit")" "$results/$name.trx"
}

for project in tests/*.Tests/*.csproj; do
    name=$(basename "$project" .csproj)
    # What stores and reads runs on each engine that there is, side by side: much of it is waiting. What is about something
    # else, such as the broker, runs once.
    engines=()
    case $name in OrderGuard.Application.Tests | OrderGuard.Infrastructure.Tests)
        engines=(PostgreSql)
        [ -z "${ORDERGUARD_TEST_SQLSERVER:-}" ] || engines+=(SqlServer)
        ;;
    esac
    for engine in "${engines[@]}"; do ORDERGUARD_TEST_DATABASE=$engine run "$project" "$name-$engine" --filter 'Runs!=Once' & done
    run "$project" "$name"
    wait
    tell "$name"
    for engine in "${engines[@]}"; do tell "$name-$engine"; done
done

finish
