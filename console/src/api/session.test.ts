import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it } from 'vitest'

import { isKeyRefused, useSession } from '@/api/session'
import { FakeApi } from '@tests/support/fakeApi'

const ME = { name: 'a marketer', prefix: 'abcdefghijkl', permissions: ['members.read'] }
const STORED = 'khaywe.api_key'

beforeEach(() => setActivePinia(createPinia()))

it('keeps a key only after the API has said whose it is', async () => {
  new FakeApi().gives('/v1/me', ME)
  const session = useSession()
  await session.signIn('khw_good')
  expect([session.isSignedIn, session.may('members.read'), session.may('segments.write')]).toEqual([true, true, false])
  expect(sessionStorage.getItem(STORED)).toBe('khw_good')
})

it('keeps nothing of a key that is refused', async () => {
  new FakeApi().refuses('/v1/me', 401, 'API_KEY_UNKNOWN')
  const session = useSession()
  const error: unknown = await session.signIn('khw_bad').catch((thrown: unknown) => thrown)
  expect(isKeyRefused(error)).toBe(true)
  expect([session.isSignedIn, session.hasEnded, sessionStorage.getItem(STORED)]).toEqual([false, false, null])
})

it('takes up the session of before the reload', async () => {
  const api = new FakeApi().gives('/v1/me', ME)
  sessionStorage.setItem(STORED, 'khw_good')
  await useSession().restore()
  expect([useSession().isSignedIn, api.asked[0]?.key]).toEqual([true, 'khw_good'])
})

it('forgets a kept key that is no longer good', async () => {
  new FakeApi().refuses('/v1/me', 401, 'API_KEY_UNKNOWN')
  sessionStorage.setItem(STORED, 'khw_revoked')
  await useSession().restore()
  expect([useSession().isSignedIn, sessionStorage.getItem(STORED)]).toEqual([false, null])
})

it('keeps the key while the API cannot be asked about it', async () => {
  new FakeApi().down()
  sessionStorage.setItem(STORED, 'khw_good')
  await expect(useSession().restore()).rejects.toMatchObject({ kind: 'connection' })
  expect(sessionStorage.getItem(STORED)).toBe('khw_good')
})

it('ends when the key is refused while it is in use', async () => {
  const { get } = await import('@/api/client')
  const api = new FakeApi().gives('/v1/me', ME)
  const session = useSession()
  await session.signIn('khw_good')
  api.refuses('/v1/segments', 401, 'API_KEY_UNKNOWN')
  await get('/v1/segments').catch(() => undefined)
  expect([session.isSignedIn, session.hasEnded, sessionStorage.getItem(STORED)]).toEqual([false, true, null])
})
