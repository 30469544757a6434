// Who is using the console: the API key, whose it is and what it may do. The only state that is kept outside queries.
import { defineStore } from 'pinia'
import { computed, ref } from 'vue'

import { type Answer, authenticateWith, get } from '@/api/client'
import { Refusal, toRefusal } from '@/api/problem'

export type Me = Answer<'/v1/me'>

// The tab's own storage: a reload keeps the session, another tab or visit does not see it.
const STORAGE_KEY = 'khaywe.api_key'

export const useSession = defineStore('session', () => {
  const apiKey = ref<string | null>(null)
  const me = ref<Me | null>(null)
  const hasEnded = ref(false)
  const permissions = computed(() => new Set(me.value?.permissions ?? []))
  const isSignedIn = computed(() => me.value !== null)

  authenticateWith(() => apiKey.value, end)

  /** Tries `key` and, if the API knows it, keeps it. Raises: `Refusal`; nothing is kept then. */
  async function signIn(key: string): Promise<void> {
    me.value = await get('/v1/me', { apiKey: key })
    apiKey.value = key
    hasEnded.value = false
    store(key)
  }

  /** Takes up the session of before the reload. Raises: `Refusal` of kind `connection` or `busy`; a key refused is forgotten silently. */
  async function restore(): Promise<void> {
    const key = stored()
    if (key === null || isSignedIn.value) return
    try {
      await signIn(key)
    } catch (error) {
      const refusal = toRefusal(error)
      if (refusal.kind !== 'signed_out') throw refusal
      forget()
    }
  }

  /** Forgets key and person. */
  function forget(): void {
    apiKey.value = null
    me.value = null
    store(null)
  }

  // The key stopped working while in use (revoked, rotated): the sign-in page says so.
  function end(): void {
    if (!isSignedIn.value) return
    hasEnded.value = true
    forget()
  }

  function may(permission: string): boolean {
    return permissions.value.has(permission)
  }

  return { apiKey, me, permissions, isSignedIn, hasEnded, signIn, restore, forget, may }
})

/** Whether `error` says that the key itself is not known. */
export function isKeyRefused(error: unknown): boolean {
  return error instanceof Refusal && error.kind === 'signed_out'
}

function stored(): string | null {
  try {
    return sessionStorage.getItem(STORAGE_KEY)
  } catch {
    return null
  }
}

function store(key: string | null): void {
  try {
    if (key === null) sessionStorage.removeItem(STORAGE_KEY)
    else sessionStorage.setItem(STORAGE_KEY, key)
  } catch {
    /* Storage forbidden: the session lasts until the reload. */
  }
}
