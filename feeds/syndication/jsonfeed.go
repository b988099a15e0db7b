package syndication

import (
	"context"
	"encoding/json"
	"fmt"
	"io"

	"almanac.example/feeds"
)

// jsonFeed is a JSON Feed 1.1 document.
type jsonFeed struct {
	Version     string            `json:"version"`
	Title       string            `json:"title"`
	HomePageURL string            `json:"home_page_url"`
	FeedURL     string            `json:"feed_url"`
	Description string            `json:"description,omitempty"`
	NextURL     string            `json:"next_url,omitempty"`
	Icon        string            `json:"icon,omitempty"`
	Authors     []jsonAuthor      `json:"authors"`
	Language    string            `json:"language"`
	Hubs        []jsonHub         `json:"hubs,omitempty"`
	Almanac     jsonAlmanac       `json:"_almanac"`
	Items       []json.RawMessage `json:"items"`
}

type jsonAuthor struct {
	Name string `json:"name"`
	URL  string `json:"url"`
}

type jsonHub struct {
	Type string `json:"type"`
	URL  string `json:"url"`
}

// jsonAlmanac is the extension of the feed as a whole.
type jsonAlmanac struct {
	About   string `json:"about"`
	ID      string `json:"id"`      // tag: URI, the same in all formats
	Updated string `json:"updated"` // RFC 3339; also moves when something leaves the feed
}

// jsonItem is an item of a JSON Feed.
type jsonItem struct {
	ID          string           `json:"id"`
	URL         string           `json:"url"`
	Title       string           `json:"title"`
	ContentHTML string           `json:"content_html"`
	Summary     string           `json:"summary,omitempty"`
	Image       string           `json:"image,omitempty"`
	Published   string           `json:"date_published"`
	Modified    string           `json:"date_modified"`
	Language    string           `json:"language,omitempty"`
	Tags        []string         `json:"tags,omitempty"`
	Attachments []jsonAttachment `json:"attachments,omitempty"`
	Almanac     *Facts           `json:"_almanac,omitempty"`
}

type jsonAttachment struct {
	URL      string `json:"url"`
	MIMEType string `json:"mime_type"`
	Title    string `json:"title,omitempty"`
	Size     int64  `json:"size_in_bytes,omitempty"`
}

// WriteJSON writes JSON Feed 1.1 (jsonfeed.org/version/1.1) with the
// extension "_almanac": see Facts.
func WriteJSON(ctx context.Context, w io.Writer, f *Feed) error {
	p, err := f.page(ctx, encodeJSONItem)
	if err != nil {
		return err
	}
	doc := jsonFeed{
		Version: "https://jsonfeed.org/version/1.1",
		Title:   feeds.Clean(f.Title), HomePageURL: f.Page, FeedURL: p.self, Description: p.description(),
		NextURL: p.older, Icon: f.Site.Icon,
		Authors:  []jsonAuthor{{siteName(f.Site, f.Lang), homePage(f.Site, f.Lang)}},
		Language: f.Lang,
		Almanac:  jsonAlmanac{aboutPage(f.Site, f.Lang), f.ID(), instant(p.updated)},
		Items:    make([]json.RawMessage, len(p.items)),
	}
	if hub := p.hub(); hub != "" {
		doc.Hubs = []jsonHub{{"WebSub", hub}}
	}
	for i, b := range p.items {
		doc.Items[i] = b
	}
	b, err := feeds.EncodeJSON(doc)
	if err != nil {
		return fmt.Errorf("encoding the feed %s: %w", f.Self, err)
	}
	_, err = w.Write(append(b, '\n'))
	return err
}

func encodeJSONItem(it *Item) ([]byte, error) {
	item := jsonItem{
		ID: it.ID, URL: it.URL, Title: it.Title, ContentHTML: it.HTML, Summary: it.Summary,
		Published: instant(it.Published), Modified: instant(it.Updated), Language: it.Lang, Almanac: it.Facts,
	}
	if it.stub {
		item.Language = "" // the feed's
	}
	for _, t := range it.Tags {
		item.Tags = append(item.Tags, t.Label)
	}
	if m := it.Image; m != nil {
		item.Image = m.URL
		if m.Type != "" {
			item.Attachments = []jsonAttachment{{m.URL, m.Type, m.Alt, m.Length}}
		}
	}
	b, err := feeds.EncodeJSON(item)
	if err != nil {
		return nil, fmt.Errorf("encoding the item %s: %w", it.ID, err)
	}
	return b, nil
}
