import { expect, it } from 'vitest'

import { Refusal, type RefusalKind } from '@/api/problem'
import { useWrite } from '@/api/write'

function aRefusal(kind: RefusalKind): Refusal {
  return new Refusal({ kind, status: 0, code: null, detail: null, facts: {}, requestId: null, retryAfterSeconds: null })
}

function acting(...outcomes: (RefusalKind | 'done')[]) {
  const keys: string[] = []
  const write = useWrite(async (_input: { points: number }, key) => {
    keys.push(key)
    const outcome = outcomes[keys.length - 1] ?? 'done'
    if (outcome !== 'done') throw aRefusal(outcome)
    return outcome
  })
  return { write, keys }
}

it('keeps the key while nobody has answered, so that the act happens once', async () => {
  const { write, keys } = acting('connection', 'busy', 'done')
  for (let tries = 0; tries < 3; tries += 1) await write.run({ points: 5 })
  expect(new Set(keys).size).toBe(1)
  expect(write.refusal.value).toBeNull()
})

it('takes another key for another input, and for the same one after its answer', async () => {
  const { write, keys } = acting('connection')
  await write.run({ points: 5 })
  await write.run({ points: 6 })
  await write.run({ points: 6 })
  expect(new Set(keys).size).toBe(3)
})

it('tells a no and takes another key after it', async () => {
  const { write, keys } = acting('refused')
  expect(await write.run({ points: 5 })).toBeNull()
  expect(write.refusal.value?.kind).toBe('refused')
  expect(await write.run({ points: 5 })).toBe('done')
  expect(new Set(keys).size).toBe(2)
})

it('sends nothing while the last one is on its way', async () => {
  let finish: () => void = () => undefined
  let sent = 0
  const write = useWrite(() => {
    sent += 1
    return new Promise<void>((resolve) => (finish = resolve))
  })
  const first = write.run({})
  await write.run({})
  finish()
  await first
  expect(sent).toBe(1)
  expect(write.isRunning.value).toBe(false)
})
