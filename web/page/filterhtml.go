package page

import (
	"html/template"
	"strconv"
	"strings"
)

// Lists of choices are written by hand for the reason that entryList is.
type (
	optionList []option
	filterTags []filterTag
)

// HTML is the list as <option> elements.
func (l optionList) HTML() template.HTML {
	var b strings.Builder
	for _, o := range l {
		put(&b, `<option value="`, escape(o.Value), `"`, string(o.Attr()))
		if o.Selected {
			b.WriteString(" selected")
		}
		put(&b, ">", escape(o.Text), "</option>")
	}
	return template.HTML(b.String())
}

// HTML is the list as items with boxes to tick.
func (l filterTags) HTML() template.HTML {
	var b strings.Builder
	for _, t := range l {
		put(&b, `<li><label><input type="checkbox" name="tag" value="`, escape(t.Slug), `"`)
		if t.Number >= 0 {
			put(&b, ` id="f`, strconv.Itoa(t.Number), `"`)
		}
		if t.Checked {
			b.WriteString(" checked")
		}
		put(&b, "> <span", string(t.Attr()), ">", escape(t.Text), `</span> <span class="num">`, escape(t.Count), "</span></label></li>\n")
	}
	return template.HTML(b.String())
}
