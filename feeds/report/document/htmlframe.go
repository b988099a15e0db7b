package document

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// The frame of a web page: menus, sidebars and the like, which every page of a site
// has and which are no part of its text.

// mainPart is the element that a page says is its own text, where it holds the
// better part of it: what is around it is the frame that every page of the site
// has. It is nil where the page says nothing.
func mainPart(root *html.Node) *html.Node {
	body := find(root, func(n *html.Node) bool { return n.DataAtom == atom.Body })
	if body == nil {
		return nil
	}
	dropFrame(body, textLength(body))
	all := textLength(body)
	for _, is := range []func(n *html.Node) bool{
		func(n *html.Node) bool { return n.DataAtom == atom.Main || attributeOf(n, "role") == "main" },
		func(n *html.Node) bool {
			return attributeOf(n, "id") == "mw-content-text" || attributeOf(n, "itemprop") == "articleBody"
		},
		func(n *html.Node) bool { return n.DataAtom == atom.Article },
	} {
		if n := find(body, is); n != nil && textLength(n)*2 > all {
			return n
		}
	}
	return heart(body)
}

// heart is the innermost element that holds nearly all of the page's words that
// are no links, where what is around it is mainly links; nil where there is none.
func heart(body *html.Node) *html.Node {
	words, links, _ := weigh(body, -1)
	_, _, found := weigh(body, words*9/10)
	if found == nil {
		return nil
	}
	in, inLinks, _ := weigh(found, -1)
	if links-inLinks <= words-in {
		return nil
	}
	return found
}

// weigh counts the bytes of an element's text without that of its links, and those
// of its links, and finds the innermost element in it with more than least.
// An element with a heading beside that one is taken with it.
func weigh(n *html.Node, least int) (words, links int, found *html.Node) {
	named := false
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.TextNode {
			words += len(strings.TrimSpace(c.Data))
		} else if !skipped[c.DataAtom] && !hidden(c) {
			w, l, f := weigh(c, least)
			if c.DataAtom == atom.A {
				w, l = 0, w+l
			}
			words, links = words+w, links+l
			if f != nil {
				found = f
			}
			named = named || headingAtom(c.DataAtom) > 0
		}
	}
	if least >= 0 && words > least && (blocks[n.DataAtom] || n.DataAtom == atom.Td) && (found == nil || named) {
		found = n
	}
	return words, links, found
}

// dropFrame takes menus and the like out of an element, where they hold little of
// the page's text: a name such as has-sidebar may be that of the whole page.
func dropFrame(n *html.Node, all int) (length int) {
	for c := n.FirstChild; c != nil; {
		next := c.NextSibling
		size := len(strings.TrimSpace(c.Data))
		if c.Type == html.ElementNode {
			size = dropFrame(c, all)
		}
		if c.Type == html.ElementNode && size*3 < all && (navigation(attributeOf(c, "class")) || navigation(attributeOf(c, "id"))) {
			n.RemoveChild(c)
			size = 0
		}
		length, c = length+size, next
	}
	return length
}

// find is the first element, in the order of the document, for which is holds.
func find(n *html.Node, is func(n *html.Node) bool) *html.Node {
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && is(d) {
			return d
		}
	}
	return nil
}

// textLength is the number of bytes of the text that is read of an element.
func textLength(n *html.Node) int {
	sum := 0
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case c.Type == html.TextNode:
			sum += len(strings.TrimSpace(c.Data))
		case !skipped[c.DataAtom] && !hidden(c):
			sum += textLength(c)
		}
	}
	return sum
}

func attributeOf(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// framePart is a part of the name of an element of a page's frame.
var framePart = regexp.MustCompile(`(?i)(?:^|[\s_-])(?:nav|navbar|navigation|menu|sidebar|footer|breadcrumbs?|pagination|widgets?|related|comments|toolbar)(?:$|[\s_-])`)

// navigation says whether one of the names of an element is that of a menu or
// the like.
func navigation(names string) bool { return framePart.MatchString(names) }
