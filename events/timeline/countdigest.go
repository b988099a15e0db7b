package timeline

import "hash/maphash"

// countSeed makes digests comparable within the process.
var countSeed = maphash.MakeSeed()

// Digest is a hash of everything in the count: two counts that differ have,
// but for one chance in 2^64, different ones. It means nothing in another
// process. It is computed once.
func (c *Count) Digest() uint64 {
	c.digest.Do(func() {
		var h maphash.Hash
		h.SetSeed(countSeed)
		maphash.WriteComparable(&h, [3]int{c.Total, c.Key, len(c.Years)})
		maphash.WriteComparable(&h, c.Kinds)
		for _, y := range c.Years {
			maphash.WriteComparable(&h, y)
		}
		for _, list := range [][]SlugCount{c.Tags, c.Places} {
			maphash.WriteComparable(&h, len(list))
			for _, s := range list {
				maphash.WriteComparable(&h, s)
			}
		}
		for _, e := range c.Coarse {
			h.WriteString(string(e.ID))
			maphash.WriteComparable(&h, e.Rev)
		}
		c.sum = h.Sum64()
	})
	return c.sum
}
