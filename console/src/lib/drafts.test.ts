import { beforeEach, expect, it } from 'vitest'

import { dropDraft, dropDrafts, keepDraft, keptDraft, ownDrafts } from '@/lib/drafts'

beforeEach(() => {
  localStorage.clear()
  ownDrafts('ann')
})

it('keeps what somebody was writing until it is dropped', () => {
  keepDraft('segment new', { name: 'Quiet' })
  expect(keptDraft('segment new')).toEqual({ name: 'Quiet' })
  dropDraft('segment new')
  expect(keptDraft('segment new')).toBeNull()
})

it('shows nobody what another was writing, and keeps it for its writer', () => {
  keepDraft('segment new', 'hers')
  ownDrafts('an')
  expect(keptDraft('segment new')).toBeNull()
  keepDraft('segment new', 'his')
  dropDrafts()
  ownDrafts('ann')
  expect(keptDraft('segment new')).toBe('hers')
})

it('forgets all that one was writing, and nothing else', () => {
  localStorage.setItem('khaywe.theme', 'dark')
  keepDraft('a', 1)
  keepDraft('b', 2)
  dropDrafts()
  expect(Object.keys(localStorage)).toEqual(['khaywe.theme'])
})

it('reads nothing out of what cannot be read', () => {
  keepDraft('a', 1)
  const [key] = Object.keys(localStorage)
  localStorage.setItem(key ?? '', '{half')
  expect(keptDraft('a')).toBeNull()
})
