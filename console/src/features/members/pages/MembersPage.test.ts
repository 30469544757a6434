import { flushPromises } from '@vue/test-utils'
import { expect, it, vi } from 'vitest'

import MembersPage from '@/features/members/pages/MembersPage.vue'
import { aMember } from '@tests/support/answers'
import { FakeApi } from '@tests/support/fakeApi'
import { show, states } from '@tests/support/screen'

const PATH = '/v1/members'

function anApi(): FakeApi {
  const members = ['104', '1042', '7'].map((id) => aMember({ external_id: id, member_id: `mbr_${id}` }))
  return new FakeApi().decides(PATH, ({ query }) => ({
    status: 200,
    body: { items: members.filter((member) => member.external_id.startsWith(String(query['external_id'] ?? ''))), next_cursor: null },
  }))
}

it('narrows the list as one types, and keeps what is asked in the address', async () => {
  anApi()
  const { page, router } = await show(MembersPage, { at: '/members' })
  expect(page.findAll('tbody tr')).toHaveLength(3)
  await page.get('input').setValue('104')
  await vi.waitUntil(() => router.currentRoute.value.fullPath === '/members?external_id=104')
  await flushPromises()
  expect(page.findAll('tbody a').map((link) => link.attributes('href'))).toEqual(['/members/104', '/members/1042'])
})

it('takes up what the address asks', async () => {
  const api = anApi()
  const { page } = await show(MembersPage, { at: '/members?external_id=7' })
  expect((page.get('input').element as HTMLInputElement).value).toBe('7')
  expect(api.asked[0]?.query).toMatchObject({ external_id: '7' })
})

it('says that nobody is called so', async () => {
  anApi()
  const { page } = await show(MembersPage, { at: '/members?external_id=x' })
  expect(states(page)).toEqual(['empty'])
  expect(page.text()).toContain('“x”')
})

it('draws a list to come, and why it was refused', async () => {
  new FakeApi().hangs(PATH)
  expect(states((await show(MembersPage, { at: '/members' })).page)).toEqual(['loading'])
  new FakeApi().refuses(PATH, 403, 'PERMISSION_MISSING', { needed: ['members.read'] })
  const { page } = await show(MembersPage, { at: '/members?external_id=1' })
  expect(states(page)).toEqual(['refused'])
  expect(page.text()).toContain('members.read')
})
