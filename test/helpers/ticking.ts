import type { Deps, UnitMessage } from '../../src/deps.ts'
import { consumeMessages } from '../../src/jobs/consume.ts'
import { scheduleTick } from '../../src/jobs/schedule.ts'
import { aBatchOf } from './delivering.ts'
import type { World } from './world.ts'

/**
 * One tick and all units that it brings, one after the other, but for the batches: those wait in
 * `messages`.
 */
export async function runTick(
  world: World,
  at: string | number,
  deps: Deps = world.deps,
  after = (_unit: string) => {},
): Promise<void> {
  const tick = world.at(at)
  await scheduleTick(deps, tick)
  after('tick')
  await runUnits(world, deps, after)
}

/** Consumes what waits, but for batches, and what it brings in turn. */
export async function runUnits(
  world: World,
  deps: Deps = world.deps,
  after = (_unit: string) => {},
): Promise<void> {
  const batches: UnitMessage[] = []
  for (let message = world.messages.shift(); message; message = world.messages.shift()) {
    if (message.unit === 'batch') {
      batches.push(message)
      continue
    }
    await consumeMessages(deps, aBatchOf([message]))
    after(message.unit)
  }
  world.messages.push(...batches)
}
