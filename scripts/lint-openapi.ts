// `npm run test:openapi`: /openapi.json under two linters. They are fetched for this run alone: Spectral
// brings 243 packages, more than all of ours, so `npm ci && npm test` does without.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createViteServer } from 'vitest/node'

const LINTERS = [
  ['@redocly/cli@2.77.0', 'lint', '--config=redocly.yaml', 'openapi.json'],
  [
    '@stoplight/spectral-cli@6.16.3',
    'lint',
    '--ruleset=spectral.yaml',
    '--fail-severity=warn',
    'openapi.json',
  ],
]
const RULES = {
  'redocly.yaml': 'extends: [recommended]\n',
  'spectral.yaml': 'extends: ["spectral:oas"]\n',
}

const folder = mkdtempSync(join(tmpdir(), 'papertide-openapi-'))
const server = await createViteServer({
  configFile: false,
  logLevel: 'error',
  appType: 'custom',
  server: { middlewareMode: true },
})
try {
  const load = (path: string) => server.ssrLoadModule(join(import.meta.dirname, '../src', path))
  const { apiDocument } = await load('web/api/document.ts')
  const { PAPERTIDE } = await load('wording/brand.ts')
  for (const [name, rules] of Object.entries(RULES)) writeFileSync(join(folder, name), rules)
  writeFileSync(
    join(folder, 'openapi.json'),
    JSON.stringify(apiDocument('https://papertide.example', PAPERTIDE), null, 2),
  )
  for (const [linter = '', ...args] of LINTERS) {
    const { status } = spawnSync('npx', ['--yes', linter, ...args], {
      cwd: folder,
      stdio: 'inherit',
      env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
    })
    if (status !== 0) process.exitCode = 1
  }
} finally {
  await server.close()
  rmSync(folder, { recursive: true })
}
