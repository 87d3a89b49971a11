import { defineConfig, mergeConfig } from 'vitest/config'
import base from './vitest.config.ts'

// `npm run bench`: measures and prints, in the same workerd and local D1 as the tests, and never fails on time.
export default mergeConfig(
  { ...base, test: { ...base.test, include: [], reporters: ['default'] } },
  defineConfig({
    test: { include: ['test/bench/**/*.bench.ts'], testTimeout: 600_000, fileParallelism: false },
  }),
)
