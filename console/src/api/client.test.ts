import { beforeEach, expect, it } from 'vitest'

import { authenticateWith, fill, get } from '@/api/client'
import { FakeApi } from '@tests/support/fakeApi'

let signedOut = 0

beforeEach(() => {
  signedOut = 0
  authenticateWith(
    () => 'khw_kept',
    () => {
      signedOut += 1
    },
  )
})

it('fills a path with encoded values', () => {
  expect(fill('/v1/members/{member_id}/offers', { member_id: 'a/b ü' })).toBe('/v1/members/a%2Fb%20%C3%BC/offers')
})

it('sends the key of the session, or the one that is being tried', async () => {
  const api = new FakeApi().gives('/v1/me', { name: 'x', permissions: [] })
  await get('/v1/me')
  await get('/v1/me', { apiKey: 'khw_tried' })
  expect(api.asked.map((asked) => asked.key)).toEqual(['khw_kept', 'khw_tried'])
})

it('fails with a refusal, and says when the key is no longer accepted', async () => {
  new FakeApi().refuses('/v1/me', 401, 'API_KEY_UNKNOWN')
  await expect(get('/v1/me')).rejects.toMatchObject({ name: 'Refusal', kind: 'signed_out', code: 'API_KEY_UNKNOWN' })
  expect(signedOut).toBe(1)
})
