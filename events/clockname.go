package events

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"
	"time"
)

// cities are the names of zones' cities in Chinese, one "zone<tab>city" a line.
// They are the exemplar cities of the Unicode CLDR (Unicode License v3,
// unicode.org/license.txt); where it has none, the zone goes by its English name.
//
//go:embed cities-zh.txt
var citiesText string

// citiesZH reads cities once.
var citiesZH = sync.OnceValue(func() map[string]string {
	names := map[string]string{}
	for line := range strings.Lines(citiesText) {
		if zone, city, ok := strings.Cut(strings.TrimSpace(line), "\t"); ok {
			names[zone] = city
		}
	}
	return names
})

// clockName names the clock of a zone: by its city, or by how far it is from UTC
// at an instant where the zone is named after none.
func clockName(zone string, at time.Time, lang string) string {
	area, city, ok := strings.Cut(zone, "/")
	if !ok || area == "Etc" || area == "SystemV" {
		return Offset(at)
	}
	if isChinese(lang) {
		if name, ok := citiesZH()[zone]; ok {
			return name + "时间"
		}
	}
	city = strings.ReplaceAll(city[strings.LastIndexByte(city, '/')+1:], "_", " ")
	if isChinese(lang) {
		return city + "时间"
	}
	return city + " time"
}

// Offset says how far the clock of an instant's zone is from UTC then: UTC,
// UTC+8, UTC−3:30.
func Offset(t time.Time) string {
	_, shift := t.Zone()
	if shift == 0 {
		return "UTC"
	}
	sign := "+"
	if shift < 0 {
		sign, shift = "−", -shift
	}
	name := fmt.Sprintf("UTC%s%d", sign, shift/3600)
	if minutes := shift / 60 % 60; minutes != 0 {
		name += fmt.Sprintf(":%02d", minutes)
	}
	return name
}
