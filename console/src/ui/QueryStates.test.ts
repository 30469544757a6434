import type { DataState } from '@pinia/colada'
import { mount } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { shallowRef } from 'vue'

import { Refusal } from '@/api/problem'
import { i18n } from '@/locales'
import QueryStates from '@/ui/QueryStates.vue'

const refusal = new Refusal({
  kind: 'missing',
  status: 404,
  code: 'MEMBER_UNKNOWN',
  detail: 'No member has the id 9.',
  facts: { member_id: '9' },
  requestId: 'req-7',
  retryAfterSeconds: null,
})

function drawn(state: DataState<string[], unknown>, refetch = vi.fn(() => Promise.resolve())) {
  const box = mount(QueryStates<string[]>, {
    props: { query: { state: shallowRef(state), refetch }, isEmpty: (items: string[]) => items.length === 0, emptyTitle: 'No names', emptyText: 'They come later.' },
    slots: { default: ({ data }: { data: string[] }) => data.join(' and ') },
    global: { plugins: [i18n] },
  })
  return { box, refetch }
}

afterEach(() => {
  i18n.global.locale.value = 'en'
})

describe('the four states', () => {
  it('draw a skeleton while loading, and say so', () => {
    const { box } = drawn({ status: 'pending', data: undefined, error: null })
    expect(box.get('[data-state=loading]').attributes('role')).toBe('status')
    expect(box.text()).toBe('Loading…')
  })

  it('draw what is missing when there is nothing', () => {
    const { box } = drawn({ status: 'success', data: [], error: null })
    expect(box.get('[data-state=empty]').text()).toContain('No names')
    expect(box.text()).toContain('They come later.')
  })

  it('draw a refusal with code, facts and the request to quote, and try again', async () => {
    const { box, refetch } = drawn({ status: 'error', data: undefined, error: refusal })
    const notice = box.get('[data-state=refused]')
    expect(notice.attributes('role')).toBe('alert')
    for (const said of ['There is no such member.', 'No member has the id 9.', 'member id', 'MEMBER_UNKNOWN', 'req-7']) expect(notice.text()).toContain(said)
    await notice.get('button').trigger('click')
    expect(refetch).toHaveBeenCalledOnce()
  })

  it('draw the data when it is there', () => {
    expect(drawn({ status: 'success', data: ['Ada', 'Grace'], error: null }).box.get('[data-state=ready]').text()).toBe('Ada and Grace')
  })

  it('keep older data on screen when a newer read fails', () => {
    const { box } = drawn({ status: 'error', data: ['Ada'], error: refusal })
    expect(box.get('[data-state=ready]').text()).toContain('Ada')
    expect(box.get('[role=alert]').text()).toContain('could not be brought up to date')
  })

  it('speak Arabic', () => {
    i18n.global.locale.value = 'ar'
    expect(drawn({ status: 'error', data: undefined, error: refusal }).box.text()).toContain('لا يوجد عضو كهذا.')
  })
})
