import { mount } from '@vue/test-utils'
import { expect, it } from 'vitest'

import { i18n } from '@/locales'
import SearchCombobox from '@/ui/SearchCombobox.vue'

const SUGGESTIONS = [
  { id: 'a', label: '104' },
  { id: 'b', label: '1042' },
]

function field(props: Record<string, unknown> = {}) {
  return mount(SearchCombobox, {
    props: { term: '104', suggestions: SUGGESTIONS, label: 'Find', placeholder: 'Find', hotkey: '/', ...props },
    attachTo: document.body,
    global: { plugins: [i18n] },
  })
}

it('chooses with the keys alone', async () => {
  const box = field()
  const input = box.get('input')
  await input.trigger('focus')
  await input.trigger('keydown', { key: 'ArrowDown' })
  await input.trigger('keydown', { key: 'ArrowDown' })
  expect(input.attributes('aria-activedescendant')).toBe(box.findAll('[role=option]')[1]!.attributes('id'))
  await input.trigger('keydown', { key: 'Enter' })
  expect(box.emitted('choose')).toEqual([[SUGGESTIONS[1]]])
  expect(input.attributes('aria-expanded')).toBe('false')
})

it('closes with Escape first and empties with the next', async () => {
  const box = field()
  const input = box.get('input')
  await input.trigger('focus')
  expect(input.attributes('aria-expanded')).toBe('true')
  await input.trigger('keydown', { key: 'Escape' })
  expect(input.attributes('aria-expanded')).toBe('false')
  expect(box.emitted('update:term')).toBeUndefined()
  await input.trigger('keydown', { key: 'Escape' })
  expect(box.emitted('update:term')).toEqual([['']])
})

it('says that nothing was found, and that it is still looking', async () => {
  const box = field({ suggestions: [] })
  await box.get('input').trigger('focus')
  expect(box.get('.float').text()).toContain('Nobody’s id')
  await box.setProps({ isLoading: true })
  expect(box.get('.float').text()).toContain('Loading')
})

it('takes the focus at its key, unless one is writing elsewhere', async () => {
  const box = field()
  const other = document.createElement('input')
  document.body.append(other)
  other.focus()
  other.dispatchEvent(new KeyboardEvent('keydown', { key: '/', bubbles: true }))
  expect(document.activeElement).toBe(other)
  other.blur()
  document.body.dispatchEvent(new KeyboardEvent('keydown', { key: '/', bubbles: true }))
  await box.vm.$nextTick()
  expect(document.activeElement).toBe(box.get('input').element)
})
