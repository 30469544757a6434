import { flushPromises } from '@vue/test-utils'
import { expect, it } from 'vitest'

import ChannelsPage from '@/features/settings/pages/ChannelsPage.vue'
import { FakeApi } from '@tests/support/fakeApi'
import { show } from '@tests/support/screen'

const OFF = { state: 'OFF', kind: null, place: null, sender: null, file_format: null, per_second: null, waiting_count: 0, away_count: 0, sent_count: 0, failed_count: 0, in_doubt_count: 0, suppressed_count: 0, last_sent_at: null }
const EMAIL = { ...OFF, channel_code: 'email', state: 'AWAY', kind: 'SMTP', place: 'mail.example.com', sender: 'news@example.com', per_second: 5, waiting_count: 9, away_count: 4, sent_count: 1200 }

function anApi(): FakeApi {
  return new FakeApi().gives('/v1/channels', { items: [{ ...OFF, channel_code: 'push' }, EMAIL], next_cursor: null })
}

function press(text: string): void {
  const found = [...document.querySelectorAll<HTMLButtonElement>('button')].filter((one) => one.textContent.trim() === text)
  found.at(-1)?.click()
}

it('shows what does not answer first, and leaves acts out for whoever only reads', async () => {
  anApi()
  const { page } = await show(ChannelsPage, { permissions: ['messages.read'] })
  await flushPromises()
  const text = page.text().replace(/[\u2068\u2069]/g, '')
  for (const said of ['Does not answer', 'By e-mail server mail.example.com, from news@example.com', '4 messages were not taken', '5 a second', 'No way out is set for it.']) expect(text).toContain(said)
  expect(page.findAll('tbody tr')[0]?.text()).toContain('E-mail')
  expect(page.findAll('button')).toHaveLength(0)
  page.unmount()
})

it('sends a test and says what the channel answered, keeping what was typed when it is refused', async () => {
  const api = anApi().refuses('POST /v1/message-tests', 422, 'CONTACT_INVALID', { field: 'email' })
  const { page } = await show(ChannelsPage, { permissions: ['messages.read', 'messages.write'] })
  await flushPromises()
  press('Try it')
  await flushPromises()
  const address = document.querySelector<HTMLInputElement>('.el-dialog input')!
  address.value = 'me@example.com'
  address.dispatchEvent(new Event('input'))
  await flushPromises()
  press('Send the test')
  await flushPromises()
  expect(document.body.textContent).toContain('CONTACT_INVALID')
  expect(address.value).toBe('me@example.com')
  api.gives('POST /v1/message-tests', { result: 'ACCEPTED', detail: '250 OK' })
  press('Send the test')
  await flushPromises()
  expect(document.body.textContent).toContain('The channel has taken it.')
  expect(api.asked.findLast(({ method }) => method === 'POST')?.body).toMatchObject({ address: 'me@example.com', channel_code: 'email', contents: [{ language: 'en' }] })
  page.unmount()
})

it('lifts the limit of a channel', async () => {
  const api = anApi().gives('PUT /v1/channels/email/speed', { channel_code: 'email', per_second: null })
  const { page } = await show(ChannelsPage, { permissions: ['messages.read', 'messages.write'] })
  await flushPromises()
  document.querySelector<HTMLButtonElement>('[aria-label="Speed of E-mail"]')!.click()
  await flushPromises()
  const limited = [...document.querySelectorAll<HTMLInputElement>('.el-dialog input[type=checkbox]')].at(-1)!
  expect(limited.checked).toBe(true)
  limited.click()
  await flushPromises()
  press('Save')
  await flushPromises()
  expect(api.asked.findLast(({ method }) => method === 'PUT')?.body).toEqual({ per_second: null })
  page.unmount()
})
