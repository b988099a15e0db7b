package entry

import (
	"slices"
	"strconv"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/web/desk/frame"
	"almanac.example/web/words"
)

// timeFoldOf arranges wording, time and repetition.
func timeFoldOf(v *frame.Visit, t *typed) timeFold {
	f := t.form
	optional := v.Text("desk.optional")
	fold := timeFold{
		From:  frame.Field{ID: "tf", Name: "from-time", Label: v.Text("time.from"), Class: "s8", Value: t.clock.from, Placeholder: "14:30", Autocomplete: "off", Fault: t.faults.Of("tf")},
		To:    frame.Field{ID: "tt", Name: "to-time", Label: v.Text("time.to"), Class: "s8", Value: t.clock.to, Autocomplete: "off", Fault: t.faults.Of("tt")},
		Zone:  frame.Field{ID: "tz", Name: "zone", Label: v.Text("time.zone"), Class: "s14", Value: t.clock.zone, List: "zones", Plain: true, Fault: t.faults.Of("tz")},
		Every: frame.Field{ID: "rr", Name: "repeat", Type: "select", Label: v.Text("repeat.label"), Class: "s14", Fault: t.faults.Of("rr")},
		On:    frame.Field{ID: "ron", Name: "repeat-on", Type: "select", Label: v.Text("repeat.onLabel"), Class: "s14"},
		Until: frame.Field{ID: "run", Name: "until", Label: v.Text("repeat.untilLabel"), Optional: optional, Class: "s14", Value: f.Line("until"), Autocomplete: "off", Fault: t.faults.Of("run")},
		Rule:  frame.Field{ID: "rule", Name: "rule", Label: v.Text("repeat.rule"), Optional: v.Text("repeat.ruleHint"), Value: f.Line("rule"), Plain: true, Fault: t.faults.Of("rule")},
		Not:   frame.Field{ID: "rex", Name: "not", Type: "area", Rows: 2, Class: "t2", Label: v.Text("repeat.not"), Optional: v.Text("repeat.oneALine"), Value: f.Text("not"), Fault: t.faults.Of("rex")},
		Zones: zones(),
	}
	for _, lang := range v.Contents(nil) {
		field := frame.Field{ID: "w-" + lang, Name: "written-" + lang, Label: v.Text("date.shownIn", v.LanguageName(lang)), Optional: optional, Value: f.Line("written-" + lang), Lang: langAttr(v, lang)}
		if t.date.understood() {
			field.Placeholder = events.Span{Date: t.date.value}.Describe(lang, edtf.Short)
		}
		fold.Written = append(fold.Written, field)
	}
	fold.Every.Options = everyOptions(v, t.repeats.every)
	fold.On.Options = onOptions(v, t)
	fold.Next = nextFive(v, &t.event)
	fold.Summary = t.foldSummary(v)
	for _, id := range []string{"tf", "tt", "tz", "rr", "run", "rule", "rex"} {
		fold.Open = fold.Open || t.faults.Of(id) != ""
	}
	fold.Open = fold.Open || t.repeats.every != once && len(fold.Next) == 0 || t.date.times != nil
	return fold
}

// langAttr is a language as HTML has it; "" for the page's own.
func langAttr(v *frame.Visit, lang string) string {
	if lang == v.Lang {
		return ""
	}
	return words.Tag(lang)
}

func everyOptions(v *frame.Visit, chosen string) []frame.Option {
	list := []frame.Option{{Value: once, Label: v.Text("repeat.once")}}
	for _, every := range everies {
		list = append(list, frame.Option{Value: string(every), Label: v.Text("repeat." + string(every))})
	}
	list = append(list, frame.Option{Value: ownRule, Label: v.Text("repeat.own")})
	for i := range list {
		list[i].Chosen = list[i].Value == chosen
	}
	return list
}

// onOptions say what of the first date a yearly or monthly rule holds on to.
func onOptions(v *frame.Visit, t *typed) []frame.Option {
	list := []frame.Option{{Value: onDate, Label: v.Text("repeat.sameDate")}}
	if first, _, ok := exactDays(t.date.value); ok && t.date.understood() {
		for _, on := range []string{onNth, onLast} {
			e := events.Event{Span: events.On(edtf.FromDay(first)), Repeat: &events.Repetition{Rule: ruleFor("MONTHLY", on, first)}}
			if on == onLast && first.Day()+7 <= edtf.LastDayOfMonth(yearOf(first), first.Month()).Day() {
				continue
			}
			list = append(list, frame.Option{Value: on, Label: v.Text("repeat.monthOr", v.Repetition(&e))})
		}
	}
	for i := range list {
		list[i].Chosen = list[i].Value == t.repeats.on
	}
	return list
}

func yearOf(d edtf.Day) int64 {
	y, _ := d.Year()
	return y
}

// foldSummary says what is folded away.
func (t *typed) foldSummary(v *frame.Visit) string {
	wording, clock, repeats := v.Text("fold.asRead"), v.Text("fold.noTime"), v.Text("fold.once")
	if len(t.event.Span.AsWritten) > 0 {
		text, _ := t.event.Span.AsWritten.In(v.Lang)
		wording = v.Text("fold.shownAs", text)
	}
	if t.event.Span.Timed() {
		clock = t.clock.from
		if t.clock.to != "" {
			clock += v.Text("dash") + t.clock.to
		}
	}
	if t.event.Repeat != nil {
		repeats = v.Repetition(&t.event)
	}
	return v.Join([]string{wording, clock, repeats})
}

// textBoxes are the texts, the page's language first.
func textBoxes(v *frame.Visit, t *typed) []textBox {
	langs := v.Contents(t.base)
	var list []textBox
	for _, lang := range langs {
		name, attr := v.LanguageName(lang), langAttr(v, lang)
		b := textBox{
			Lang: lang, Name: v.Run(nativeName(lang), lang), State: v.LanguageStateOf(&t.event, lang),
			Title:   frame.Field{ID: "t-" + lang, Name: "title-" + lang, Type: "area", Rows: 2, Class: "t2", Label: v.Text("edit.title"), Lang: attr, Max: maxTitle, Value: t.form.Line("title-" + lang), Fault: t.faults.Of("t-" + lang)},
			Summary: frame.Field{ID: "s-" + lang, Name: "summary-" + lang, Type: "area", Rows: 4, Label: v.Text("edit.summary"), Optional: v.Text("edit.summaryHint"), Lang: attr, Value: t.form.Text("summary-" + lang), Fault: t.faults.Of("s-" + lang)},
			Body:    frame.Field{ID: "b-" + lang, Name: "body-" + lang, Type: "area", Rows: 3, Class: "md", Label: v.Text("edit.body"), Optional: v.Text("edit.bodyHint"), Lang: attr, Value: t.form.Text("body-" + lang), Fault: t.faults.Of("b-" + lang)},
		}
		if b.Folded = b.Body.Value == "" && b.Body.Fault == ""; b.Folded {
			b.Body.Quiet, b.Body.Optional = true, ""
		}
		if t.base != nil && slices.Contains(t.base.Outdated, lang) {
			b.Follows = &frame.Option{Value: "1", Label: v.Text("edit.follows", name), Chosen: t.form.Checked("ok-" + lang)}
		}
		b.Needs = needs(v, t, lang, langs)
		list = append(list, b)
	}
	return list
}

// needs are the other languages that may have to follow a change of this one.
func needs(v *frame.Visit, t *typed, lang string, langs []string) []frame.Option {
	if t.base == nil || t.base.Text[lang].Title == "" || lang != langs[0] && len(langs) == 2 && t.base.Text[langs[0]].Title == "" {
		return nil
	}
	var list []frame.Option
	for _, other := range langs {
		if other != lang && t.base.Text[other].Title != "" && !slices.Contains(t.base.Outdated, other) {
			list = append(list, frame.Option{Value: other, Label: v.Text("edit.needs", v.LanguageName(other)), Chosen: slices.Contains(t.form.All("follow"), other)})
		}
	}
	return list
}

func nativeName(lang string) string { return words.NativeName(lang) }

// rows counts the rows of the form up to the last one that says something.
func (t *typed) rows(fields ...string) int {
	n := 0
	for i := range t.form.Rows(fields[0], sourcesMost) {
		for _, field := range fields {
			if t.form.Text(field+strconv.Itoa(i)) != "" {
				n = i + 1
			}
		}
	}
	return n
}

// sourceRows are the sources, and room for another one.
func sourceRows(v *frame.Visit, t *typed) []sourceRow {
	n := t.rows("src-title-", "src-locator-", "src-quote-", "src-url-")
	var list []sourceRow
	for i := range min(n+1, sourcesMost) {
		k := strconv.Itoa(i)
		lang := t.form.Line("src-lang-" + k)
		attr := ""
		if lang != "" {
			attr = langAttr(v, lang)
		}
		list = append(list, sourceRow{
			N: i + 1, Folded: i == n && n > 0,
			Hidden:  []frame.Hidden{{Name: "src-of-" + k, Value: t.form.Line("src-of-" + k)}, {Name: "src-lang-" + k, Value: lang}},
			Title:   frame.Field{ID: "st-" + k, Name: "src-title-" + k, Label: v.Text("source.title"), Lang: attr, Value: t.form.Line("src-title-" + k), Fault: t.faults.Of("st-" + k)},
			Locator: frame.Field{ID: "sl-" + k, Name: "src-locator-" + k, Label: v.Text("source.locator"), Lang: attr, Value: t.form.Line("src-locator-" + k)},
			Quote:   frame.Field{ID: "sq-" + k, Name: "src-quote-" + k, Type: "area", Rows: 2, Label: v.Text("source.quote"), Optional: v.Text("desk.optional"), Lang: attr, Value: t.form.Text("src-quote-" + k)},
			Link:    frame.Field{ID: "su-" + k, Name: "src-url-" + k, Type: "url", Label: v.Text("source.link"), Optional: v.Text("desk.optional"), Value: t.form.Line("src-url-" + k), Plain: true, Fault: t.faults.Of("su-" + k)},
		})
	}
	return list
}

// linkRows are the links to more, and room for another one.
func linkRows(v *frame.Visit, t *typed) []linkRow {
	n := t.rows("link-url-", "link-title-")
	var list []linkRow
	for i := range min(n+1, sourcesMost) {
		k := strconv.Itoa(i)
		lang := t.form.Line("link-lang-" + k)
		attr := ""
		if lang != "" {
			attr = langAttr(v, lang)
		}
		list = append(list, linkRow{
			Folded:  i == n,
			Hidden:  []frame.Hidden{{Name: "link-of-" + k, Value: t.form.Line("link-of-" + k)}, {Name: "link-lang-" + k, Value: lang}},
			Address: frame.Field{ID: "lu-" + k, Name: "link-url-" + k, Type: "url", Label: v.Text("link.address"), Value: t.form.Line("link-url-" + k), Plain: true, Fault: t.faults.Of("lu-" + k)},
			Title:   frame.Field{ID: "lt-" + k, Name: "link-title-" + k, Label: v.Text("link.title"), Optional: v.Text("desk.optional"), Lang: attr, Value: t.form.Line("link-title-" + k)},
		})
	}
	return list
}
