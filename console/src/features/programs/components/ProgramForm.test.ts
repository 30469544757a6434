import { type DOMWrapper } from '@vue/test-utils'
import { computed, defineComponent, h, shallowRef } from 'vue'
import { expect, it } from 'vitest'

import ProgramForm from '@/features/programs/components/ProgramForm.vue'
import { startingDefinition } from '@/features/programs/template'
import { useTools } from '@/features/programs/useTools'
import type { Definition } from '@/lib/tree'
import { FakeApi } from '@tests/support/fakeApi'
import { show } from '@tests/support/screen'

async function aForm(isReadonly = false) {
  new FakeApi().gives('/v1/segments', { items: [] }).gives('/v1/features', { features: [] })
  const definition = shallowRef<Definition>(startingDefinition({ code: 'club', nameEn: 'Club', nameAr: '', timezone: 'Africa/Cairo', currencyCode: 'USD' }, 100))
  const Holder = defineComponent(() => {
    const tools = useTools(() => 'USD', () => ['GOLD'])
    const props = computed(() => ({ definition: definition.value, stored: null, view: 'form' as const, tools: tools.value, currencyCode: 'USD', minorUnits: 100, isReadonly, onChange: (next: Definition) => (definition.value = next) }))
    return () => h(ProgramForm, props.value)
  })
  const { page } = await show(Holder, { permissions: ['segments.read', 'profiles.read'] })
  const button = (name: string) => page.findAll('button').find((one) => one.text() === name || one.attributes('aria-label') === name)!
  const field = (label: string): DOMWrapper<Element> => page.findAll('.form-field').find((one) => one.find('label').text() === label)!.find('input, select')
  return { page, definition, button, field }
}

it('lets a rule apply on two afternoons, and says so', async () => {
  const { page, definition, button } = await aForm()
  await page.find('[aria-label^="Edit: "]').trigger('click')
  await button('Add days and hours').trigger('click')
  for (const day of ['Monday', 'Wednesday', 'Friday']) await page.findAll('.chip').find((one) => one.text() === day)!.find('input').setValue(false)
  expect((definition.value['rules'] as { timeframe: { hours: object[] } }[])[0]!.timeframe.hours).toEqual([{ weekdays: ['TUESDAY', 'THURSDAY'], begins_at: '15:00', ends_at: '18:00' }])
  expect(page.find('.rule .words').text()).toContain('Only Tuesday and Thursday from 15:00 to 18:00.')
})

it('puts a rule into a group and forbids transfers', async () => {
  const { page, definition, button, field } = await aForm()
  await button('Add a group').trigger('click')
  await page.find('[aria-label^="Edit: "]').trigger('click')
  await field('Group').setValue('best-offer')
  await page.findAll('.form-check').find((one) => one.text() === 'Members may give points on')!.find('input').setValue(false)
  await field('When an order comes back').setValue('UNLIMITED')
  expect(definition.value).toMatchObject({ groups: [{ code: 'best-offer', mode: 'HIGHEST' }], rules: [{ group_code: 'best-offer' }], transfer: { is_allowed: false }, return_policy: 'UNLIMITED' })
  expect(page.text()).toContain('Points cannot be given on.')
})

it('shows everything and changes nothing for whoever may only look', async () => {
  const { page } = await aForm(true)
  await page.find('[aria-label^="Show: "]').trigger('click')
  expect(page.findAll('input, select, textarea').filter((one) => one.attributes('disabled') === undefined)).toEqual([])
})
