#!/usr/bin/env bash
# Writes the first migration of each database anew. Only until the first release: from then on migrations are added, never rewritten.
set -euo pipefail
cd "$(dirname "$0")"
dotnet tool restore >/dev/null
rm -rf Common/Migrations
dotnet build OrderGuard.Infrastructure.csproj -v q -nologo
for provider in Sqlite PostgreSql SqlServer; do
  dotnet ef migrations add Initial --context "${provider}Db" --output-dir "Common/Migrations/${provider}" --no-build --project OrderGuard.Infrastructure.csproj --startup-project OrderGuard.Infrastructure.csproj
done
