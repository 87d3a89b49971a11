import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin'
import { defineConfig } from 'vitest/config'

// Tests run inside workerd with a real local D1 and queue; storage is isolated per file.
export default defineConfig({
  // The replay's archives, for tests that need many real papers.
  assetsInclude: ['**/*.gz'],
  plugins: [
    cloudflareTest(async () => ({
      wrangler: { configPath: './wrangler.toml' },
      miniflare: {
        bindings: {
          // More of them: FAULT_SEEDS=40 npx vitest run test/delivery/faults.test.ts
          FAULT_SEEDS: process.env.FAULT_SEEDS ?? '1',
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
    include: ['test/**/*.test.{ts,tsx}'],
    setupFiles: ['test/helpers/setup.ts'],
    // Only ends what hangs: no test fails because a machine is busy.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // Files share two runtimes: to start one and load the product into it takes two seconds.
    isolate: false,
    // Vitest leaves a core free; on two cores that would be half of them.
    maxWorkers: 2,
    // Libraries are bundled once, not fetched module by module for each file.
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
    reporters: ['default', './test/helpers/closing-line.ts'],
  },
})
