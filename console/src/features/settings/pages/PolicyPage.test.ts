import { flushPromises } from '@vue/test-utils'
import { afterEach, expect, it } from 'vitest'

import PolicyPage from '@/features/settings/pages/PolicyPage.vue'
import { FakeApi } from '@tests/support/fakeApi'
import { show, states } from '@tests/support/screen'

const PATH = '/v1/contact-policy'
const POLICY = { caps: [{ limit: 3, period_hours: 168 }], on_cap: 'DROP', quiet_hours: { starts: '21:00', ends: '08:00' } }
const WRITER = ['messages.read', 'messages.write']

function stored(policy: object, version: number) {
  return { policy, version, actor: 'ann', recorded_at: '2017-10-31T12:00:00Z', would_apply: false }
}

function anApi(): FakeApi {
  return new FakeApi().gives('/v1/channels', { items: [{ channel_code: 'sms', waiting_count: 7 }], next_cursor: null }).gives(PATH, stored(POLICY, 4))
}

function button(text: string): HTMLButtonElement {
  const found = [...document.querySelectorAll('button')].filter((one) => one.textContent.trim() === text)
  return found.at(-1)!
}

afterEach(() => localStorage.clear())

it('says the policy in words and lets whoever only reads change nothing', async () => {
  anApi()
  const { page } = await show(PolicyPage, { permissions: ['messages.read'] })
  await flushPromises()
  expect(page.text()).toContain('At most 3 messages in 1 week, over all channels together.')
  expect(page.text()).toContain("Nothing goes out from 9:00 PM until 8:00 AM by the member's clock; it waits until then.")
  expect(page.findAll('input, select').every((field) => (field.element as HTMLInputElement).disabled)).toBe(true)
  expect(page.text()).not.toContain('Add a limit')
  page.unmount()
})

it('sends what was filled in with the version it grew from, after telling whom it concerns', async () => {
  const api = anApi()
  const { page } = await show(PolicyPage, { permissions: WRITER })
  await flushPromises()
  await page.find('input[type=number]').setValue('2')
  button('Set the policy').click()
  await flushPromises()
  expect(document.body.textContent).toContain('for 7 messages that wait too')
  button('Set the policy').click()
  await flushPromises()
  const sent = api.asked.find(({ method }) => method === 'PUT')
  expect(sent?.body).toEqual({ policy: { ...POLICY, caps: [{ limit: 2, period_hours: 168 }], quiet_hours: { ...POLICY.quiet_hours, otherwise: 'HOLD' } }, expected_version: 4 })
  page.unmount()
})

it('keeps what was typed through a reload', async () => {
  anApi()
  const first = await show(PolicyPage, { permissions: WRITER })
  await flushPromises()
  await first.page.find('input[type=number]').setValue('5')
  await flushPromises()
  first.page.unmount()
  const { page } = await show(PolicyPage, { permissions: WRITER })
  await flushPromises()
  expect((page.find('input[type=number]').element as HTMLInputElement).value).toBe('5')
  page.unmount()
})

it('keeps what was typed when somebody else was first, and shows what they set', async () => {
  const api = anApi().refuses(`PUT ${PATH}`, 409, 'CONTACT_POLICY_CHANGED', { newest_version: 5 })
  const { page } = await show(PolicyPage, { permissions: WRITER })
  await flushPromises()
  await page.find('input[type=number]').setValue('2')
  api.gives(PATH, stored({ caps: [{ limit: 9, period_hours: 24 }] }, 5)).refuses(`PUT ${PATH}`, 409, 'CONTACT_POLICY_CHANGED', { newest_version: 5 })
  button('Set the policy').click()
  await flushPromises()
  button('Set the policy').click()
  await flushPromises()
  expect((page.find('input[type=number]').element as HTMLInputElement).value).toBe('2')
  expect(page.text()).toContain('At most 9 messages in 1 day')
  expect(document.body.textContent).toContain('CONTACT_POLICY_CHANGED')
  api.gives(`PUT ${PATH}`, stored({}, 6))
  button('Set the policy').click()
  await flushPromises()
  expect(api.asked.findLast(({ method }) => method === 'PUT')?.body).toMatchObject({ expected_version: 5 })
  page.unmount()
})

it('says why it was refused', async () => {
  anApi().refuses(PATH, 403, 'PERMISSION_MISSING')
  const { page } = await show(PolicyPage)
  expect(states(page)).toEqual(['refused'])
})
