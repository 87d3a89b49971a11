import { beforeEach, expect, test } from 'vitest'
import { aBrowser } from '../helpers/browser.ts'
import { aNewWorld, type World } from '../helpers/world.ts'

let world: World
let browser: ReturnType<typeof aBrowser>
beforeEach(async () => {
  world = await aNewWorld('2026-01-19T12:00:00Z')
  browser = aBrowser(world)
})

test('the status names every source that is asked, GitHub only when it is', async () => {
  const named = async () => {
    const { sources } = await (await browser.get('/status.json')).json<{ sources: { name: string }[] }>()
    return sources.map(({ name }) => name)
  }
  expect(await named()).toEqual(['Hugging Face', 'arXiv', 'Hacker News'])
  world.deps.config.GITHUB_TOKEN = 'a-token'
  expect(await named()).toEqual(['Hugging Face', 'arXiv', 'Hacker News', 'GitHub'])
  const page = await (await browser.get('/status')).text()
  for (const name of await named()) expect(page).toContain(`<td>${name}</td>`)
})
