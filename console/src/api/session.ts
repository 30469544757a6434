// Who is using the console and what they may do. The session itself is a cookie that no script can read. The only state outside queries.
import { defineStore } from 'pinia'
import { computed, ref, watch } from 'vue'

import { type Answer, authenticateWith, get, send } from '@/api/client'
import { Refusal, toRefusal } from '@/api/problem'
import { dropDrafts, ownDrafts } from '@/lib/drafts'

export type Me = Answer<'/v1/me'>

export const useSession = defineStore('session', () => {
  const me = ref<Me | null>(null)
  const hasEnded = ref(false)
  const permissions = computed(() => new Set(me.value?.permissions ?? []))
  const isSignedIn = computed(() => me.value !== null)

  // Another tab may have signed in as somebody else: the cookie is theirs then, and so is the token that writes carry.
  authenticateWith(() => me.value?.csrf_token ?? null, { signedOut: end, changed: () => void restore().catch(() => undefined) })

  // A session that ends leaves its drafts to whoever signs in again by the same name; nobody else finds them.
  watch(me, (now) => (now === null ? undefined : ownDrafts(now.name)), { flush: 'sync' })

  /** Signs in. Raises: `Refusal`; nobody is signed in then. */
  async function signIn(name: string, password: string): Promise<void> {
    me.value = await send('post', '/v1/session', { body: { name, password } })
    hasEnded.value = false
  }

  /** Takes up the session of before the reload, where there is one. Raises: `Refusal` of kind `connection` or `busy`. */
  async function restore(): Promise<void> {
    try {
      me.value = await get('/v1/me')
    } catch (error) {
      const refusal = toRefusal(error)
      if (refusal.kind !== 'signed_out') throw refusal
      me.value = null
    }
  }

  /** Ends the session here and at the API. Raises: `Refusal` where the API could not be told; one is still signed in then. */
  async function signOut(): Promise<void> {
    try {
      await send('delete', '/v1/session')
    } catch (error) {
      if (toRefusal(error).kind !== 'signed_out') throw error
    }
    dropDrafts()
    hasEnded.value = false
    me.value = null
  }

  /** Exchanges the password in force for a new one. Raises: `Refusal`. */
  async function changePassword(password: string, newPassword: string): Promise<void> {
    me.value = await send('post', '/v1/session/password', { body: { password, new_password: newPassword } })
  }

  // The session ended while in use (too long idle, changed by an administrator): the sign-in page says so.
  function end(): void {
    if (!isSignedIn.value) return
    hasEnded.value = true
    me.value = null
  }

  function may(permission: string): boolean {
    return permissions.value.has(permission)
  }

  return { me, permissions, isSignedIn, hasEnded, signIn, restore, signOut, changePassword, may }
})

/** Whether `error` says that name and password do not go together. */
export function isSignInRefused(error: unknown): boolean {
  return error instanceof Refusal && error.code === 'SIGN_IN_REFUSED'
}
