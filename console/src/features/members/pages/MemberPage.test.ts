import { flushPromises } from '@vue/test-utils'
import { expect, it } from 'vitest'

import MemberPage from '@/features/members/pages/MemberPage.vue'
import { aHappening, aMember, anAccount, aProfile, theOffers, theProgram } from '@tests/support/answers'
import { FakeApi } from '@tests/support/fakeApi'
import { ALL_PERMISSIONS, show, states } from '@tests/support/screen'

const MEMBER = '/v1/members/1042'
const WANTED = { at: '/members/1042', props: { memberId: '1042' } }

function anApi(): FakeApi {
  return new FakeApi()
    .gives('/v1/program', theProgram())
    .gives(MEMBER, aMember())
    .gives(`${MEMBER}/accounts`, {
      member_id: 'mbr_1',
      as_of: '2017-11-01T03:59:59Z',
      accounts: [anAccount({ soonest_expiries: [{ expires_at: '2017-12-01T05:00:00Z', points: 128 }] })],
    })
    .gives(`${MEMBER}/profile`, aProfile())
    .gives(`${MEMBER}/offers`, theOffers())
    .gives(`${MEMBER}/segments`, { member_id: 'mbr_1', as_of: '2017-11-01T03:59:59Z', items: [{ segment_code: 'vip', name: { en: 'VIP', ar: 'كبار العملاء' }, version: 1, valid_from: '2017-09-12T03:59:59Z', valid_to: null }] })
    .gives(`${MEMBER}/timeline`, { items: [aHappening()], next_cursor: null, left_out: [] })
}

it('shows all that is known of a member', async () => {
  anApi()
  const { page } = await show(MemberPage, WANTED)
  const text = page.text().replace(/\s+/g, ' ')
  for (const said of [
    'Member 1042',
    'Silver',
    '800points to spend',
    'Nov 30, 2017',
    'in 30 days',
    '128',
    'Yogurt',
    '40.0%',
    'From the cache',
    'offers-3',
    'scored today',
    '18.3%',
    'Medium',
    'churn-7',
    'Loyal',
    '$750.00 more to Gold',
    'VIP',
    'since Sep 11, 2017',
    'Points earned',
    '+23',
    '$23.37',
    'Oct 27, 2017',
  ])
    expect(text).toContain(said)
})

it('reads on through the history', async () => {
  anApi().decides(`${MEMBER}/timeline`, ({ query }) => ({
    status: 200,
    body: query['cursor'] === 'next' ? { items: [aHappening({ id: 'pst_2', reference: 'second' })], next_cursor: null, left_out: [] } : { items: [aHappening()], next_cursor: 'next', left_out: [] },
  }))
  const { page } = await show(MemberPage, WANTED)
  expect(page.text()).not.toContain('second')
  const more = page.findAll('button').find((button) => button.text() === 'Show more')!
  await more.trigger('click')
  await flushPromises()
  expect(page.text()).toContain('second')
  expect(page.findAll('button').map((button) => button.text())).not.toContain('Show more')
})

it('says that there is no such member, and shows nothing else', async () => {
  new FakeApi().refuses(MEMBER, 404, 'MEMBER_UNKNOWN', { member_id: '1042' })
  const { page } = await show(MemberPage, WANTED)
  expect(states(page)).toEqual(['refused'])
  expect(page.text()).toContain('There is no such member.')
})

it('draws one part refused beside others that are ready', async () => {
  anApi().refuses(`${MEMBER}/offers`, 503, 'SERVICE_BUSY')
  const { page } = await show(MemberPage, WANTED)
  expect(states(page)).toContain('refused')
  expect(page.text()).toContain('points to spend')
})

it('draws what is empty as empty', async () => {
  anApi()
    .gives(`${MEMBER}/offers`, theOffers({ offers: [] }))
    .gives(`${MEMBER}/timeline`, { items: [], next_cursor: null, left_out: [] })
    .gives(`${MEMBER}/segments`, { member_id: 'mbr_1', as_of: '2017-11-01T03:59:59Z', items: [] })
    .gives(`${MEMBER}/profile`, aProfile({ as_of_on: null }))
  const { page } = await show(MemberPage, WANTED)
  expect(states(page).filter((state) => state === 'empty')).toHaveLength(4)
})

it('neither shows nor asks for what the key may not read', async () => {
  const api = anApi()
  const { page } = await show(MemberPage, { ...WANTED, permissions: ALL_PERMISSIONS.filter((name) => !['ledger.read', 'offers.read'].includes(name)) })
  expect(page.text()).not.toContain('Balance')
  expect(page.text()).not.toContain('Next best offers')
  expect(api.asked.map((asked) => asked.path)).not.toContain(`${MEMBER}/accounts`)
  expect(api.asked.map((asked) => asked.path)).not.toContain(`${MEMBER}/offers`)
})
