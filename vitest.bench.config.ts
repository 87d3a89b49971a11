import { defineConfig, mergeConfig } from 'vitest/config'
import { workerd } from './vitest.config.ts'

// `npm run bench`: measures and prints, in the same workerd and local D1 as the tests, and never fails on time.
export default mergeConfig(
  { ...workerd, test: { ...workerd.test, include: [] } },
  defineConfig({
    test: { include: ['test/bench/**/*.bench.ts'], testTimeout: 600_000, fileParallelism: false },
  }),
)
