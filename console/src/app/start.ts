// Taking up the session of before the reload, and what to do while the API cannot be asked about it.
import { readonly, shallowRef } from 'vue'

import { type Refusal, toRefusal } from '@/api/problem'
import { useSession } from '@/api/session'

const startRefusal = shallowRef<Refusal | null>(null)

/** Why the kept session could not be taken up; null when it was, or when there was none. */
export function useStart() {
  return { startRefusal: readonly(startRefusal), startSession }
}

/** Asks the API about the kept key. Never raises: the reason is in `startRefusal`. */
export async function startSession(): Promise<void> {
  try {
    await useSession().restore()
    startRefusal.value = null
  } catch (error) {
    startRefusal.value = toRefusal(error)
  }
}
