# What the scripts share: the way to the repository and to the .NET SDK. Sourced, not run.

root=$(dirname "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")")
# LETTEREXCHANGE_BUILT names a letterexchange.dll that is built already, and is taken as it is: the tests run these scripts with their own.
product=${LETTEREXCHANGE_BUILT:-$root/src/LetterExchange/bin/Release/net10.0/letterexchange.dll}
built=$root/src/LetterExchange/obj/built-release

# No build server or MSBuild node stays behind, and the SDK's greetings stay away.
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_CLI_WORKLOAD_UPDATE_NOTIFY_DISABLE=true
export DOTNET_GENERATE_ASPNET_CERTIFICATE=false DOTNET_CLI_USE_MSBUILD_SERVER=0 MSBUILDDISABLENODEREUSE=1
export DOTNET_CLI_UI_LANGUAGE=en
# A later SDK brings a later runtime only.
export DOTNET_ROLL_FORWARD=Major

fail() {
    printf '%s\n' "$@" >&2
    exit 1
}

# Sets $dotnet to a .NET SDK 10.0 or later, from DOTNET_ROOT, the PATH or ~/.dotnet, or says how to get one.
find_dotnet() {
    local answer found=''
    for dotnet in "${DOTNET_ROOT:+$DOTNET_ROOT/dotnet}" "$(command -v dotnet || :)" "${HOME:+$HOME/.dotnet/dotnet}"; do
        [[ -n $dotnet && -x $dotnet ]] || continue
        answer=$(cd "$root" && "$dotnet" --version 2>&1) && [[ $answer =~ ^[1-9][0-9]+\. ]] && return
        found+="The .NET SDK at $dotnet will not do: LetterExchange needs 10.0 or later. It says:"$'\n'"$answer"$'\n'
    done
    echo "${found:-The .NET SDK is missing: LetterExchange needs 10.0 or later.}" >&2
    fail "" "To get it:" \
        "  curl -sSL https://dot.net/v1/dotnet-install.sh | bash -s -- --channel 10.0" \
        "puts it into ~/.dotnet, where this script finds it. (Elsewhere: set DOTNET_ROOT to its folder.)" \
        "Packages for your system: https://learn.microsoft.com/dotnet/core/install/"
}

# Builds the program when anything it is made of is newer than the last build. Shows output only when that fails.
build_product() {
    [[ -z ${LETTEREXCHANGE_BUILT:-} ]] || return 0
    [[ -f $product && -f $built ]] && ! stale && return
    mkdir -p "$root/src/LetterExchange/"{bin,obj}
    (
        ! command -v flock >/dev/null || flock 9 # Two at once would write the same files.
        [[ -f $product && -f $built ]] && ! stale && exit
        [[ -z ${1:-} ]] || echo "$1" >&2
        touch "$built.began"
        output=$("$dotnet" build "$root/src/LetterExchange" -c Release -p:RestoreLockedMode=true --disable-build-servers -v quiet 2>&1 </dev/null) ||
            fail "$output" "" "The build failed (see above)."
        mv "$built.began" "$built"
    ) 9>"$built.lock"
}

stale() {
    [[ -n $(find "$root/src/LetterExchange" "$root/Directory.Build.props" "$root/Directory.Packages.props" "$root/global.json" \
        \( -path "$root/src/LetterExchange/bin" -o -path "$root/src/LetterExchange/obj" \) -prune -o -newer "$built" -print -quit) ]]
}

# Builds the benchmarks, and with them the program, and sets $benchmarks to them.
build_benchmarks() {
    local output
    benchmarks=$root/tests/LetterExchange.Benchmarks/bin/Release/net10.0/LetterExchange.Benchmarks.dll
    echo "Building (the first time, packages are fetched too) …" >&2
    output=$("$dotnet" build "$root/tests/LetterExchange.Benchmarks" -c Release -p:RestoreLockedMode=true --disable-build-servers -v quiet 2>&1 </dev/null) ||
        fail "$output" "" "The build failed (see above)."
}
