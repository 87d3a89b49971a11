import { deepEqual, equal, match, rejects } from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { importHistory } from '../../scripts/history/import.ts'
import { setup } from '../../scripts/setup/setup.ts'
import { HISTORY_VERSION, type Kind, licenceOf } from '../../src/sources/history.ts'
import { aWorld, typedAtFirst, type World } from './world.ts'

async function aRunningWorld(): Promise<World> {
  const world = aWorld()
  world.typed = typedAtFirst()
  await setup(world.door, [])
  world.said.length = 0
  return world
}

const OLD = 'https://old.example'
const look = (n: number) =>
  JSON.stringify({
    paperId: `2601.${String(n).padStart(5, '0')}`,
    source: 'huggingface',
    at: '2026-01-14T08:00:00.000Z',
    upvotes: n,
    comments: null,
    stars: null,
    points: null,
  })
const looks = (count: number, from = 1) => Array.from({ length: count }, (_, n) => look(from + n))
/** An answer of an export, as its lines. */
const answer = (kind: Kind, lines: readonly string[], given: object = {}): string => {
  const head = {
    format: 'papertide',
    version: HISTORY_VERSION,
    kind,
    licence: licenceOf(kind, 'Any name'),
    lines: lines.length,
  }
  return [JSON.stringify({ ...head, next: null, ...given }), ...lines].map((line) => `${line}\n`).join('')
}

/** Imports a file of this content; its exit code. */
async function take(world: World, content: string | Uint8Array, name = 'looks.ndjson') {
  const file = join(world.door.root, name)
  writeFileSync(file, content)
  return importHistory(world.door, [file])
}
/** Lets another instance answer at its addresses. */
function letAnswer(world: World, answers: Record<string, string | Response[]>): string[] {
  const asked: string[] = []
  const own = world.door.fetch
  world.door.fetch = (async (input: string | URL | Request, init?: RequestInit) => {
    const address = String(input instanceof Request ? input.url : input)
    if (!address.startsWith(OLD)) return own(input, init)
    asked.push(address.slice(OLD.length))
    const said = answers[address.slice(OLD.length)]
    if (said === undefined) return new Response('nothing', { status: 404 })
    return typeof said === 'string' ? new Response(said) : (said.shift() ?? new Response('', { status: 500 }))
  }) as typeof fetch
  return asked
}
const taken = ({ inside }: World) => [...inside.history]

test('a file is taken whole, packed or not, with any line ends, in steps; twice changes nothing', async () => {
  const text = answer('observations', looks(700)) + answer('observations', looks(700, 701))
  for (const content of [
    text,
    gzipSync(text),
    text.replaceAll('\n', '\r\n'),
    `${text}\n\n`,
    text.trimEnd(),
  ]) {
    const world = await aRunningWorld()
    equal(await take(world, content), 0)
    deepEqual(taken(world), looks(1400))
    match(world.said.join('\n'), /1,400 lines: 1,400 were new or newer, 0 were refused/)
    equal(await take(world, content), 0)
    match(world.said.join('\n'), /1,400 lines: 0 were new or newer/)
    deepEqual(taken(world), looks(1400))
  }
})

test('a file that is cut, has too much, is of another version or licence, or is none is refused, and why', async () => {
  const text = answer('observations', looks(3))
  const [, ...lines] = text.split(/(?<=\n)/)
  const packed = gzipSync(answer('observations', looks(900)))
  const bad: [string | Uint8Array, RegExp][] = [
    ['', /there is nothing in it/],
    [lines.join(''), /line 1: the first line does not say/],
    ['<!doctype html>', /line 1: the first line does not say/],
    ['null\n', /line 1: the first line does not say/],
    [
      text.slice(0, text.lastIndexOf('{')),
      /ends too early: the lines before should be 3 of observations, and are 2/,
    ],
    [text.split('\n')[0] ?? '', /ends too early/],
    [text + look(9), /line 5: the lines before should be 3/],
    [
      text.replace(`${look(2)}\n`, '') + text,
      /line 4: the lines before should be 3 of observations, and are 2/,
    ],
    [
      answer('observations', looks(2), { version: HISTORY_VERSION + 1 }),
      /of version 3, and this program takes 2/,
    ],
    [answer('observations', looks(2), { version: 1 }), /of version 1/],
    [answer('observations', looks(2), { licence: 'All rights reserved.' }), /does not have the licence/],
    [answer('observations', looks(2), { licence: licenceOf('papers', '') }), /does not have the licence/],
    [answer('observations', looks(2), { kind: 'readers' }), /kind/],
    [answer('observations', looks(2), { lines: -1 }), /lines/],
    [answer('observations', [look(1), 'x'.repeat(250_001)]), /line 3 is longer than 250,000 bytes/],
    [
      Buffer.from(answer('observations', looks(2)).replace('hugging', 'h\u00e4gging'), 'latin1'),
      /line 2 is no UTF-8/,
    ],
    [packed.subarray(0, packed.length - 9), /cut, or is broken/],
    [Buffer.concat([packed.subarray(0, 20), Buffer.alloc(40)]), /cut, or is broken/],
  ]
  for (const [content, why] of bad) {
    const world = await aRunningWorld()
    await rejects(take(world, content), (error: Error & { cure: string }) => {
      match(error.message, why)
      match(error.cure, /nothing comes twice.*npm run import -- '.*looks\.ndjson'/)
      return true
    })
    // Of an answer that is not all there nothing is taken.
    deepEqual(taken(world), [])
  }
})

test('a line that does not fit is told with its number, the others are taken, and the command fails', async () => {
  const world = await aRunningWorld()
  const file =
    answer('observations', [look(1), '{"paperId":7}', look(2)]) + answer('observations', ['x', look(3)])
  equal(await take(world, file), 1)
  deepEqual(taken(world), looks(3))
  const words = world.said.join('\n')
  match(words, /looks\.ndjson, line 3: paperId: /)
  match(words, /looks\.ndjson, line 6: is no JSON object/)
  match(words, /5 lines: 3 were new or newer, 2 were refused/)
})

test('an address is read to its end, editions first, with the pauses that it asks for', async () => {
  const world = await aRunningWorld()
  const second = `${OLD}/export/observations.ndjson?after=x`
  const asked = letAnswer(world, {
    '/export/editions.ndjson': answer('editions', []),
    '/export/papers.ndjson': [
      new Response('', { status: 429, headers: { 'retry-after': '60' } }),
      new Response(answer('papers', [])),
    ],
    '/export/observations.ndjson': answer('observations', looks(2), { next: second }),
    '/export/observations.ndjson?after=x': answer('observations', looks(2, 3)),
  })
  const pauses: number[] = []
  equal(await importHistory(world.door, [OLD], async (ms) => void pauses.push(ms)), 0)
  deepEqual(taken(world), looks(4))
  deepEqual(pauses, [60_000])
  deepEqual(asked, [
    '/export/editions.ndjson',
    '/export/papers.ndjson',
    '/export/papers.ndjson',
    '/export/observations.ndjson',
    '/export/observations.ndjson?after=x',
  ])
})

test('an address that fails, or leads to another host, ends with how to go on from there', async () => {
  const world = await aRunningWorld()
  const address = `${OLD}/export/observations.ndjson`
  const fails = (path: string, why: RegExp, cure: RegExp) =>
    rejects(
      importHistory(world.door, [path], async () => {}),
      (error: Error & { cure: string }) => {
        match(error.message, why)
        match(error.cure, cure)
        return true
      },
    )
  letAnswer(world, {
    '/export/editions.ndjson': answer('editions', []),
    '/export/observations.ndjson': answer('observations', looks(1), { next: 'https://evil.example/x' }),
    '/circle': answer('observations', looks(1), { next: `${OLD}/circle` }),
  })
  await fails(
    OLD,
    /papers\.ndjson answered 404/,
    /papers\.ndjson' 'https:\/\/old\.example\/export\/observations/,
  )
  await fails(address, /leads on to another place, https:\/\/evil\.example\/x/, /nothing comes twice/)
  await fails(`${OLD}/circle`, /leads on to another place/, /circle/)
  await rejects(importHistory(world.door, []), /Whose history/)
  await rejects(importHistory(world.door, ['missing.ndjson']), /There is no file/)
  await rejects(importHistory(world.door, [OLD, '--to', 'here']), /--to takes an address/)
  await rejects(importHistory(world.door, [OLD, '--to', 'https://new.example']), /ADMIN_TOKEN/)
})

test('killed at any call, the same command again ends with the same', async () => {
  const text = answer('observations', looks(1_300)) + answer('observations', looks(600, 1_301))
  for (const when of ['before', 'after'] as const)
    for (const call of [1, 2, 3, 5]) {
      const world = await aRunningWorld()
      world.endsAt = { change: world.changed + call, when }
      await rejects(take(world, text))
      equal(await take(world, text), 0)
      deepEqual(taken(world), looks(1_900))
    }
})
