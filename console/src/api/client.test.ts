import { beforeEach, expect, it } from 'vitest'

import { authenticateWith, fill, get } from '@/api/client'
import { FakeApi } from '@tests/support/fakeApi'

let signedOut = 0

beforeEach(() => {
  signedOut = 0
  authenticateWith(
    () => 'c5rf',
    {
      signedOut: () => {
        signedOut += 1
      },
      changed: () => undefined,
    },
  )
})

it('fills a path with encoded values', () => {
  expect(fill('/v1/members/{member_id}/offers', { member_id: 'a/b ü' })).toBe('/v1/members/a%2Fb%20%C3%BC/offers')
})

it('fails with a refusal, and says when the caller is no longer known', async () => {
  new FakeApi().refuses('/v1/me', 401, 'API_KEY_UNKNOWN')
  await expect(get('/v1/me')).rejects.toMatchObject({ name: 'Refusal', kind: 'signed_out', code: 'API_KEY_UNKNOWN' })
  expect(signedOut).toBe(1)
})
