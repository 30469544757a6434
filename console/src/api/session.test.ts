import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it } from 'vitest'

import { get, send } from '@/api/client'
import { isSignInRefused, useSession } from '@/api/session'
import { keepDraft, keptDraft } from '@/lib/drafts'
import { theMarketer } from '@tests/support/answers'
import { FakeApi } from '@tests/support/fakeApi'

beforeEach(() => setActivePinia(createPinia()))

async function signedIn(api: FakeApi) {
  api.gives('POST /v1/session', theMarketer())
  const session = useSession()
  await session.signIn('ann', 'a quiet brook')
  return session
}

it('knows who is there and what they may do, and keeps nothing in the browser', async () => {
  const session = await signedIn(new FakeApi())
  expect([session.isSignedIn, session.may('members.read'), session.may('segments.write')]).toEqual([true, true, false])
  expect([localStorage.length, sessionStorage.length]).toEqual([0, 0])
})

it('signs nobody in who is refused', async () => {
  new FakeApi().refuses('/v1/session', 401, 'SIGN_IN_REFUSED')
  const session = useSession()
  const error: unknown = await session.signIn('ann', 'wrong').catch((thrown: unknown) => thrown)
  expect([isSignInRefused(error), session.isSignedIn, session.hasEnded]).toEqual([true, false, false])
})

it('takes up the session of before the reload, and is content where there is none', async () => {
  new FakeApi().gives('/v1/me', theMarketer())
  await useSession().restore()
  expect(useSession().isSignedIn).toBe(true)
  setActivePinia(createPinia())
  new FakeApi().refuses('/v1/me', 401, 'API_KEY_UNKNOWN')
  await useSession().restore()
  expect([useSession().isSignedIn, useSession().hasEnded]).toEqual([false, false])
})

it('leaves drafts to their writer when it ends, and none when one signs out', async () => {
  const api = new FakeApi()
  const session = await signedIn(api)
  keepDraft('segment new', 'half a rule')
  api.refuses('/v1/segments', 401, 'API_KEY_UNKNOWN')
  await get('/v1/segments').catch(() => undefined)
  expect(session.hasEnded).toBe(true)
  api.gives('POST /v1/session', theMarketer({ name: 'ben' }))
  await session.signIn('ben', 'a quiet brook')
  expect(keptDraft('segment new')).toBeNull()
  await signedIn(api)
  expect(keptDraft('segment new')).toBe('half a rule')
  api.gives('DELETE /v1/session', null)
  await session.signOut()
  expect(localStorage.length).toBe(0)
})

it('says so where the API cannot be asked', async () => {
  new FakeApi().down()
  await expect(useSession().restore()).rejects.toMatchObject({ kind: 'connection' })
})

it('sends its token with writes and with nothing else', async () => {
  const api = new FakeApi()
  await signedIn(api)
  api.gives('/v1/segments', { items: [] }).gives('PATCH /v1/users/usr_1', {})
  await get('/v1/segments')
  await send('patch', '/v1/users/{user_id}', { path: { user_id: 'usr_1' }, body: { role: 'VIEWER' } })
  expect(api.asked.slice(-2).map(({ csrfToken }) => csrfToken)).toEqual([null, 'c5rf'])
})

it('ends when the API no longer knows it, but not for a password that is not right', async () => {
  const api = new FakeApi()
  const session = await signedIn(api)
  api.refuses('/v1/session/password', 401, 'SIGN_IN_REFUSED')
  await session.changePassword('wrong', 'another quiet brook').catch(() => undefined)
  expect(session.isSignedIn).toBe(true)
  api.refuses('/v1/segments', 401, 'SESSION_UNKNOWN')
  await get('/v1/segments').catch(() => undefined)
  expect([session.isSignedIn, session.hasEnded]).toEqual([false, true])
})

it('becomes whoever signed in in another tab', async () => {
  const api = new FakeApi()
  const session = await signedIn(api)
  api.gives('/v1/me', theMarketer({ name: 'ben', csrf_token: 'other' })).refuses('/v1/users/usr_1', 403, 'CSRF_TOKEN_WRONG')
  await send('patch', '/v1/users/{user_id}', { path: { user_id: 'usr_1' }, body: {} }).catch(() => undefined)
  await Promise.resolve()
  await new Promise((resolve) => setTimeout(resolve))
  expect([session.me?.name, session.me?.csrf_token]).toEqual(['ben', 'other'])
})

it('signs out at the API first, and stays signed in where that cannot be told', async () => {
  const api = new FakeApi()
  const session = await signedIn(api)
  api.down()
  await expect(session.signOut()).rejects.toMatchObject({ kind: 'connection' })
  expect(session.isSignedIn).toBe(true)
  api.up().gives('DELETE /v1/session', '')
  await session.signOut()
  expect([session.isSignedIn, session.hasEnded]).toEqual([false, false])
})
