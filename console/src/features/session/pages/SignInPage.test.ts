import { flushPromises } from '@vue/test-utils'
import { expect, it, vi } from 'vitest'

import { useSession } from '@/api/session'
import SignInPage from '@/features/session/pages/SignInPage.vue'
import { theMarketer } from '@tests/support/answers'
import { FakeApi } from '@tests/support/fakeApi'
import { show } from '@tests/support/screen'

const PATH = '/v1/session'

async function signIn(api: FakeApi, [name, password]: [string, string], at = '/sign-in') {
  const screen = await show(SignInPage, { at, permissions: null })
  const nameInput = screen.page.get('#user-name')
  const passwordInput = screen.page.get('#password')
  await nameInput.setValue(name)
  await passwordInput.setValue(password)
  await screen.page.get('form').trigger('submit')
  await flushPromises()
  return { ...screen, nameInput, passwordInput, api }
}

it('leads back to where one wanted to go, and keeps nothing in the browser', async () => {
  const api = new FakeApi().gives(PATH, theMarketer())
  const { router } = await signIn(api, [' ann ', 'a quiet brook'], '/sign-in?to=/members/1042')
  expect(useSession().isSignedIn).toBe(true)
  expect(JSON.stringify([localStorage, sessionStorage])).not.toMatch(/ann|brook|c5rf/)
  // The page is fetched first.
  await vi.waitUntil(() => router.currentRoute.value.fullPath === '/members/1042', 10_000)
})

it('says plainly that name and password do not go together, and keeps what was typed', async () => {
  const { page, nameInput, passwordInput } = await signIn(new FakeApi().refuses(PATH, 401, 'SIGN_IN_REFUSED'), ['ann', 'wrong'])
  expect(page.text()).toContain('Name and password do not go together.')
  expect(passwordInput.attributes('aria-invalid')).toBe('true')
  expect((nameInput.element as HTMLInputElement).value).toBe('ann')
  expect((passwordInput.element as HTMLInputElement).value).toBe('wrong')
  expect(document.activeElement).toBe(passwordInput.element)
  expect(useSession().isSignedIn).toBe(false)
})

it.each<[string, string, string]>([
  ['', 'secret', 'Enter your name.'],
  ['ann', '', 'Enter your password.'],
])('asks nobody about name %j and password %j', async (name, password, said) => {
  const { page, api } = await signIn(new FakeApi(), [name, password])
  expect(page.text()).toContain(said)
  expect(api.asked).toEqual([])
})

it('says how long one must wait after too many misses', async () => {
  const api = new FakeApi().refuses(PATH, 429, 'SIGN_IN_ATTEMPTS_EXCEEDED', { retry_after_seconds: 300 }, { 'retry-after': '300' })
  const { page } = await signIn(api, ['ann', 'right at last'])
  expect(page.get('[role=alert]').text()).toContain('Too many sign-ins failed')
})

it('tells a lost connection from a wrong password', async () => {
  const { page, passwordInput } = await signIn(new FakeApi().down(), ['ann', 'a quiet brook'])
  expect(page.get('[role=alert]').text()).toContain('cannot be reached')
  expect(passwordInput.attributes('aria-invalid')).toBe('false')
})
