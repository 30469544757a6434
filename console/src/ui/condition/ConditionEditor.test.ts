import { type DOMWrapper, flushPromises } from '@vue/test-utils'
import { defineComponent, h, shallowRef } from 'vue'
import { expect, it } from 'vitest'

import type { Json } from '@/lib/condition'
import ConditionEditor from '@/ui/condition/ConditionEditor.vue'
import type { FactGroup, LineVocabulary } from '@/ui/condition/facts'
import { show } from '@tests/support/screen'

const MONEY = { money: { currencyCode: 'USD', minorUnits: 100 } }
const FACTS: FactGroup[] = [{ key: 'event', facts: [{ path: 'order.spend_minor', label: 'Spend', kind: 'integer', ...MONEY }] }]
const LINES: LineVocabulary = {
  facts: [{ key: 'line', facts: [{ path: 'category_code', label: 'Category', kind: 'text' }] }],
  totals: { amount_minor: { path: 'amount_minor', label: 'Spend on lines', kind: 'integer', ...MONEY }, quantity: { path: 'quantity', label: 'Pieces of lines', kind: 'integer' }, lines: { path: 'lines', label: 'Number of lines', kind: 'integer' } },
}

async function anEditor(start: Json) {
  const value = shallowRef<Json>(start)
  const Holder = defineComponent(() => () => h(ConditionEditor, { label: 'Only if', facts: FACTS, lines: LINES, segments: [], modelValue: value.value, 'onUpdate:modelValue': (next: Json) => (value.value = next) }))
  const { page } = await show(Holder, {})
  const button = (name: string) => page.findAll('button').find((one) => one.text() === name || one.attributes('aria-label') === name)!
  return { page, value, button, select: (at: number) => page.findAll('select')[at] as DOMWrapper<HTMLSelectElement> }
}

it('asks for what is spent on lines of a category, and fills money in as money', async () => {
  const { page, value, button, select } = await anEditor(null)
  await button('Add a condition').trigger('click')
  await select(0).setValue('?total.amount_minor')
  await page.find('input[type=number]').setValue('20')
  await page.findAll('input:not([type=number])').at(-1)!.setValue('CHEESE')
  expect(value.value).toEqual({ '>=': [{ reduce: [{ filter: [{ var: 'lines' }, { '==': [{ var: 'category_code' }, 'CHEESE'] }] }, { '+': [{ var: 'accumulator' }, { var: 'current.amount_minor' }] }, 0] }, 2000] })
  expect(page.find('.words').text()).toContain('spend on lines with (Category is CHEESE) is at least')
})

it('groups clauses, moves one into the group by key, and takes it out again', async () => {
  const { page, value, button } = await anEditor({ '>=': [{ var: 'order.spend_minor' }, 500] })
  await button('Add a group').trigger('click')
  expect(value.value).toMatchObject({ and: [{ '>=': [{}, 500] }, { or: [{}] }] })
  const handles = (name: string) => page.findAll(`[aria-label="${name}"]`)
  await handles('Move: Condition 2')[0]!.trigger('keydown', { key: 'ArrowUp', altKey: true })
  expect(value.value).toMatchObject({ and: [{ or: [{}] }, { '>=': [{}, 500] }] })
  await handles('Move: Condition 2')[0]!.trigger('keydown', { key: 'ArrowRight', altKey: true })
  await flushPromises()
  expect(value.value).toMatchObject({ and: [{ or: [{ '>=': [{}, 0] }, { '>=': [{}, 500] }] }] })
  await handles('Remove: Condition 1')[1]!.trigger('click')
  expect(value.value).toMatchObject({ and: [{ or: [{ '>=': [{}, 500] }] }] })
  await handles('Move: Condition 1')[1]!.trigger('keydown', { key: 'ArrowLeft', altKey: true })
  expect(value.value).toEqual({ '>=': [{ var: 'order.spend_minor' }, 500] })
})

it('shows as it is written what has no form, beside what has one, and keeps what is no JSON yet', async () => {
  const odd = { '>': [{ '+': [{ var: 'order.spend_minor' }, 1] }, 2] }
  const { page, value, button } = await anEditor({ and: [{ '>=': [{ var: 'order.spend_minor' }, 500] }, odd] })
  const raw = page.find('textarea')
  expect(JSON.parse((raw.element as HTMLTextAreaElement).value)).toEqual(odd)
  await raw.setValue('{"!": ')
  expect(value.value).toEqual({ and: [{ '>=': [{ var: 'order.spend_minor' }, 500] }, odd] })
  await button('As JSONLogic').trigger('click')
  await page.find('textarea').setValue('{"in_segment": ["vip"]}')
  expect(value.value).toEqual({ in_segment: ['vip'] })
})
