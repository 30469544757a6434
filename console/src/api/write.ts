// One act on the API as a form sees it: running, refused or done, and safe to send again. Not here: what is sent, and which reads it makes old.
import { computed, readonly, ref, type Ref, shallowRef } from 'vue'

import { newKey } from '@/api/client'
import { type Refusal, toRefusal } from '@/api/problem'

export interface Write<Input, Output> {
  /** Sends `input`; null when it was refused, and `refusal` says why. While one is on its way another is not sent. */
  run: (input: Input) => Promise<Output | null>
  isRunning: Readonly<Ref<boolean>>
  refusal: Readonly<Ref<Refusal | null>>
  forget: () => void
}

/** `act` with one idempotency key for as long as the same input has no answer: a lost connection never makes it happen twice. */
export function useWrite<Input, Output>(act: (input: Input, key: string) => Promise<Output>): Write<Input, Output> {
  const runningCount = ref(0)
  const refusal = shallowRef<Refusal | null>(null)
  let intention: { input: string; key: string } | null = null

  async function run(input: Input): Promise<Output | null> {
    if (runningCount.value > 0) return null
    const written = JSON.stringify(input)
    if (intention?.input !== written) intention = { input: written, key: newKey() }
    runningCount.value += 1
    try {
      const output = await act(input, intention.key)
      intention = null
      refusal.value = null
      return output
    } catch (error) {
      refusal.value = toRefusal(error)
      // A no is an answer: what is tried after it is another intention. Silence is not.
      if (!['connection', 'busy', 'broken'].includes(refusal.value.kind)) intention = null
      return null
    } finally {
      runningCount.value -= 1
    }
  }

  function forget(): void {
    refusal.value = null
    intention = null
  }

  return { run, isRunning: computed(() => runningCount.value > 0), refusal: readonly(refusal) as Readonly<Ref<Refusal | null>>, forget }
}
