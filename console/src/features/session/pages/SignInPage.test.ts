import { flushPromises } from '@vue/test-utils'
import { expect, it, vi } from 'vitest'

import { useSession } from '@/api/session'
import SignInPage from '@/features/session/pages/SignInPage.vue'
import { FakeApi } from '@tests/support/fakeApi'
import { show } from '@tests/support/screen'

const KEY = 'khw_abcdefghijkl_secret'

async function signIn(api: FakeApi, typed: string, at = '/sign-in') {
  const screen = await show(SignInPage, { at, permissions: null })
  const input = screen.page.get('input')
  await input.setValue(typed)
  await screen.page.get('form').trigger('submit')
  await flushPromises()
  return { ...screen, input, api }
}

it('leads back to where one wanted to go', async () => {
  const api = new FakeApi().gives('/v1/me', { name: 'x', prefix: 'abcdefghijkl', permissions: ['members.read'] })
  const { router } = await signIn(api, ` ${KEY} `, '/sign-in?to=/members/1042')
  expect(useSession().isSignedIn).toBe(true)
  // The page is fetched first.
  await vi.waitUntil(() => router.currentRoute.value.fullPath === '/members/1042', 10_000)
})

it('says plainly that a key is not known, and keeps what was typed', async () => {
  const { page, input } = await signIn(new FakeApi().refuses('/v1/me', 401, 'API_KEY_UNKNOWN'), KEY)
  expect(page.text()).toContain('Khaywe does not know this key.')
  expect(input.attributes('aria-invalid')).toBe('true')
  expect((input.element as HTMLInputElement).value).toBe(KEY)
  expect(document.activeElement).toBe(input.element)
})

it.each([
  ['', 'Enter your API key.'],
  ['hello', 'does not look like a Khaywe key'],
])('asks nobody about %j', async (typed, said) => {
  const { page, api } = await signIn(new FakeApi(), typed)
  expect(page.text()).toContain(said)
  expect(api.asked).toEqual([])
})

it('tells a lost connection from a wrong key', async () => {
  const { page, input } = await signIn(new FakeApi().down(), KEY)
  expect(page.get('[role=alert]').text()).toContain('cannot be reached')
  expect(input.attributes('aria-invalid')).toBe('false')
})
