import { defineConfig } from 'vitest/config'

// `npm run test:unit`: the tests of the pure folders, in Node without workerd, in a few seconds. They run in
// workerd too, with all others (vitest.config.ts). What needs a database is not pure, and is left out.
export default defineConfig({
  assetsInclude: ['**/*.gz'],
  test: {
    include: ['test/{papers,time,wording,ranking,search,mail,feeds,channels}/**/*.test.{ts,tsx}'],
    exclude: ['test/search/{floor,search,similar,topics}.test.ts', 'test/ranking/eval.test.ts'],
    testTimeout: 300_000,
    reporters: ['default'],
  },
})
