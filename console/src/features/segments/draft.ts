// A segment as it is being written: what the form holds, what is sent, and what is kept for a reload. Pure.
import type { SegmentBody, SegmentVersion } from '@/features/segments/queries'
import type { Json } from '@/features/segments/rule'

export interface SegmentDraft {
  code: string
  nameEn: string
  nameAr: string
  descriptionEn: string
  descriptionAr: string
  owner: string
  rule: Json | null
}

export function emptyDraft(): SegmentDraft {
  return { code: '', nameEn: '', nameAr: '', descriptionEn: '', descriptionAr: '', owner: 'marketing', rule: null }
}

/** The draft that goes on where a version ends. */
export function draftOf(code: string, version: SegmentVersion): SegmentDraft {
  return {
    code,
    nameEn: version.name['en'] ?? '',
    nameAr: version.name['ar'] ?? '',
    descriptionEn: version.description['en'] ?? '',
    descriptionAr: version.description['ar'] ?? '',
    owner: version.owner,
    rule: version.rule as Json | null,
  }
}

/** A code for a new segment, made of its English name: "Lapsing regulars!" → lapsing-regulars. */
export function codeFrom(name: string): string {
  return name.normalize('NFKD').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 64).replace(/-+$/, '')
}

/** What is sent; `version` is the newest that its writer has seen. */
export function bodyOf(draft: SegmentDraft, version: number | null): SegmentBody {
  const text = (en: string, ar: string): { en: string; ar?: string } => ({ en: en.trim(), ...(ar.trim() !== '' && { ar: ar.trim() }) })
  const name = text(draft.nameEn, draft.nameAr)
  return {
    name,
    // A description is asked for; who wrote none says the name again.
    description: draft.descriptionEn.trim() === '' ? name : text(draft.descriptionEn, draft.descriptionAr),
    owner: draft.owner.trim(),
    kind: 'RULE',
    rule: draft.rule as Record<string, unknown>,
    ...(version !== null && { expected_version: version }),
  }
}

export type Missing = 'name' | 'code' | 'owner' | 'rule'

/** What is still to be filled in before it can be saved. */
export function missingIn(draft: SegmentDraft): Missing[] {
  const missing: Missing[] = []
  if (draft.nameEn.trim() === '') missing.push('name')
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(draft.code)) missing.push('code')
  if (draft.owner.trim() === '') missing.push('owner')
  if (draft.rule === null || typeof draft.rule !== 'object') missing.push('rule')
  return missing
}

/** A kept draft, if it is one. */
export function readDraft(kept: unknown): SegmentDraft | null {
  if (typeof kept !== 'object' || kept === null) return null
  const blank = emptyDraft()
  const found = kept as Partial<Record<keyof SegmentDraft, unknown>>
  const names = ['code', 'nameEn', 'nameAr', 'descriptionEn', 'descriptionAr', 'owner'] as const
  if (names.some((name) => typeof found[name] !== 'string')) return null
  return { ...blank, ...Object.fromEntries(names.map((name) => [name, found[name]])), rule: (found.rule ?? null) as Json | null }
}
