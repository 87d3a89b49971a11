import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin'
import { defineConfig, defineProject } from 'vitest/config'

// Pure tests run in Node, in a few seconds (`npm run test:unit`), all others in workerd.
const PURE = [
  'test/{architecture,config,docs}.test.ts',
  'test/{papers,wording,ranking,mail,feeds,channels}/**/*.test.ts',
  'test/search/{interests,words}.test.ts',
  'test/sources/{text,tex/**/*}.test.ts',
  'test/subscribers/{pending-changes,schedule}.test.ts',
  'test/delivery/outcome.test.ts',
  'test/jobs/{ingest-schedule,replay-votes}.test.ts',
  'test/web/pages/**/*.test.tsx',
]

const SHARED = {
  // The replay's archives, for tests that need many real papers.
  assetsInclude: ['**/*.gz'],
}
const TEST = {
  // More of them: FAULT_SEEDS=40 npx vitest run test/delivery/faults.test.ts
  provide: { faultSeeds: Number(process.env.FAULT_SEEDS ?? 1) },
  // Only ends what hangs: no test fails because a machine is busy.
  testTimeout: 300_000,
  hookTimeout: 300_000,
  // Files share their modules: to load the product anew for each takes seconds.
  isolate: false,
}

const pure = defineProject({
  ...SHARED,
  test: {
    ...TEST,
    name: 'pure',
    // Time zones are data of a runtime: what is about them runs in both.
    include: [...PURE, 'test/time/**/*.test.ts'],
  },
})

/** In workerd with a real local D1 and queue; a runtime takes many files, and each begins with empty databases. */
export const workerd = defineProject({
  ...SHARED,
  plugins: [
    cloudflareTest(async () => ({
      wrangler: { configPath: './wrangler.toml' },
      miniflare: {
        bindings: {
          MIGRATIONS: await readD1Migrations('./migrations'),
          SEARCH_MIGRATIONS: await readD1Migrations('./migrations/search'),
          LOCAL: 'true',
          TOKEN_SECRET: 'a-secret-for-tests-only',
          RESEND_API_KEY: 're_test',
          RESEND_BASE_URL: 'https://resend.test',
          HUGGINGFACE_URL: 'https://huggingface.test',
          ARXIV_URL: 'https://arxiv.test',
          HACKERNEWS_URL: 'https://hackernews.test',
          GITHUB_URL: 'https://github.test',
        },
      },
    })),
  ],
  test: {
    ...TEST,
    name: 'workerd',
    include: ['test/**/*.test.{ts,tsx}'],
    exclude: PURE,
    setupFiles: ['test/helpers/setup.ts'],
    // Libraries are bundled once, not fetched module by module.
    deps: {
      optimizer: {
        ssr: {
          enabled: true,
          include: [
            'zod',
            'hono',
            'drizzle-orm',
            'drizzle-orm/d1',
            'drizzle-orm/sqlite-core',
            'feedsmith',
            'resend',
            'fast-check',
            'fast-xml-parser',
          ],
        },
      },
    },
  },
})

export default defineConfig({
  test: {
    projects: [pure, workerd],
    // Vitest leaves a core free; on two cores that would be half of them.
    maxWorkers: 2,
    reporters: ['default', './test/helpers/closing-line.ts'],
  },
})
