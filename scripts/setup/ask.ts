import { createInterface, type Interface } from 'node:readline'
import { Writable } from 'node:stream'

/**
 * Asks on the terminal, or reads the lines of what is piped in. Ends the process when the input is
 * over.
 */
export function makeAsker(): (question: string, hidden?: boolean) => Promise<string> {
  let hiding = false
  let lines: Interface | null = null
  const waiting: string[] = []
  const askers: ((line: string) => void)[] = []
  const output = new Writable({
    write(chunk, _, done) {
      if (!hiding) process.stdout.write(chunk)
      done()
    },
  })
  const open = () => {
    if (lines) return
    lines = createInterface({ input: process.stdin, output, terminal: process.stdin.isTTY === true })
    lines.on('line', (line) => {
      const asker = askers.shift()
      if (asker) asker(line)
      else waiting.push(line)
    })
    lines.on('close', () => {
      if (askers.length === 0) return
      console.error('\nNothing more was typed. Run it again, or give the answers as flags (--help).')
      process.exit(1)
    })
  }
  return async (question, hidden = false) => {
    open()
    process.stdout.write(question)
    hiding = hidden
    const answer = waiting.shift() ?? (await new Promise<string>((resolve) => askers.push(resolve)))
    if (hidden) process.stdout.write('\n')
    hiding = false
    return answer.trim()
  }
}
