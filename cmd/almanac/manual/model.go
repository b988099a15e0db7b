package manual

import (
	"strings"

	"github.com/alecthomas/kong"
)

// path is a command as it is typed after the program's name, "" for the program.
func path(n *kong.Node) string {
	if n.Parent == nil {
		return ""
	}
	return strings.TrimSpace(path(n.Parent) + " " + n.Name)
}

// nodes are a command and all below it that are not hidden, in the order of the
// model.
func nodes(n *kong.Node) []*kong.Node {
	list := []*kong.Node{n}
	for _, child := range n.Children {
		if !child.Hidden && child.Type == kong.CommandNode {
			list = append(list, nodes(child)...)
		}
	}
	return list
}

// leaves are the commands that do something.
func leaves(n *kong.Node) []*kong.Node {
	var list []*kong.Node
	for _, each := range nodes(n) {
		if each.Parent != nil && len(each.Children) == 0 {
			list = append(list, each)
		}
	}
	return list
}

// ownFlags are the flags of a command and of those around it, without those of
// every command.
func ownFlags(n *kong.Node) []*kong.Flag {
	var list []*kong.Flag
	for ; n.Parent != nil; n = n.Parent {
		list = append(list, visible(n.Flags)...)
	}
	return list
}

// allFlags are those that may be typed after a command.
func allFlags(n *kong.Node) []*kong.Flag {
	root := n
	for root.Parent != nil {
		root = root.Parent
	}
	return append(ownFlags(n), visible(root.Flags)...)
}

func visible(flags []*kong.Flag) []*kong.Flag {
	var list []*kong.Flag
	for _, f := range flags {
		if !f.Hidden {
			list = append(list, f)
		}
	}
	return list
}

// word is something that may be typed at a place, and what it is.
type word struct{ text, about string }

// words are the commands and flags that may follow a command.
func words(n *kong.Node) []word {
	var list []word
	for _, child := range n.Children {
		if !child.Hidden && child.Type == kong.CommandNode {
			list = append(list, word{child.Name, child.Help})
		}
	}
	for _, f := range allFlags(n) {
		list = append(list, word{"--" + f.Name, f.Help})
	}
	return list
}
