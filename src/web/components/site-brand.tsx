import { type Child, createContext, useContext } from 'hono/jsx'
import { type Brand, PAPERTIDE } from '../../wording/brand.ts'

const SiteBrand = createContext<Brand>(PAPERTIDE)

/** A page of the site that is called so. */
export const withBrand = (page: Child, brand: Brand): Child => (
  <SiteBrand.Provider value={brand}>{page}</SiteBrand.Provider>
)

/** What the site is called whose page is being made. */
export const useBrand = (): Brand => useContext(SiteBrand)
